using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>A step as the rule sheet shows it.</summary>
/// <param name="Number">Its place in the flow, such as "3" or "3.1" inside a container.</param>
/// <param name="Kind">What kind of step it is, in the visitor's language.</param>
/// <param name="About">What such a step does; empty for a kind that isn't run here.</param>
/// <param name="Slot">Where it stands in its container, such as "then"; null where that says nothing.</param>
/// <param name="Title">What is written on the box.</param>
/// <param name="Clauses">Further clauses it carries out.</param>
/// <param name="Leads">Where it goes on, in the order of the outcomes.</param>
/// <param name="Problems">What is wrong with it, but what is told at a field.</param>
public sealed record SheetStep(
    DefinitionStep Step, string Number, string Kind, string About, string? Slot, SheetField Title, SheetField Clauses,
    IReadOnlyList<SheetField> Settings, IReadOnlyList<Lead> Leads, IReadOnlyList<DefinitionProblem> Problems)
{
    public string Anchor => AnchorOf(Step.Id);

    public IEnumerable<SheetField> Fields => [Title, .. Settings, Clauses];

    /// <summary>Open to be changed when something there wants a look.</summary>
    public bool IsOpen => Fields.Any(one => one.Errors.Count > 0 || one.Typed is not null);

    public static string AnchorOf(string stepId) =>
        "step-" + string.Concat(stepId.Select(sign => char.IsWhiteSpace(sign) ? '-' : sign));
}

/// <summary>Where an outcome leads.</summary>
/// <param name="Outcome">In the visitor's language; empty when there is only one.</param>
public sealed record Lead(string Outcome, string Title, string Anchor);
