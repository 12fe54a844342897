namespace WorkflowHost.Activities.Publishing;

/// <summary>What publishing asks for (T85), beside a definition that can run and carries out every clause.</summary>
/// <param name="TwoPeople">One asks, another person approves.</param>
/// <param name="SimulationNeeded">This very content was simulated to its end.</param>
public sealed record PublishingRules(bool TwoPeople, bool SimulationNeeded);
