using WorkflowHost.Activities.Publishing;

namespace WorkflowHost.Web.Settings;

/// <summary>What publishing a definition asks for; null is on everywhere but in Development.</summary>
public sealed class DesignerSettings
{
    public bool? TwoPeople { get; set; }
    public bool? SimulationNeeded { get; set; }

    public PublishingRules Rules(bool isDevelopment) => new(TwoPeople ?? !isDevelopment, SimulationNeeded ?? !isDevelopment);
}
