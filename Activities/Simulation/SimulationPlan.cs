using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>What is to be simulated: a definition that need not be published, beside the others of the site.</summary>
public sealed record SimulationPlan
{
    /// <summary>Local governments of the invented country: all there are is the most.</summary>
    public const int MostOrganisations = 7_850;

    /// <summary>Years a simulation may run through.</summary>
    public const int MostYears = 10;

    readonly MailTemplates templates;

    /// <param name="json">The definition; a draft will do.</param>
    /// <param name="others">The definitions it runs beside, such as the review that follows a grant. One of the same id gives way.</param>
    /// <exception cref="DefinitionException">A definition can't run; all its problems are in it.</exception>
    public SimulationPlan(string json, IEnumerable<string> others, MailTemplates templates)
    {
        this.templates = templates;
        var catalog = AllActivities.Catalog(Tools(new OfficeCalendar()));
        Definition = DefinitionReader.Read(json, catalog);
        Definitions = [Definition, .. others.Select(other => DefinitionReader.Read(other, catalog))
            .Where(other => other.DefinitionId != Definition.DefinitionId)];
        if (Definition.FirstOfType("Gov.RequestRules") is { } step && Definition.DefinitionId != Filing.Definition)
            throw new DefinitionException(Definition.DefinitionId,
                [$"activities/{step.Id}: requests are filed under the definition '{Filing.Definition}'; simulate the draft under that id"]);
        From = Rules is { } rules ? ThaiDate.BangkokDate(rules.OpensAt) : new DateOnly(2023, 11, 6);
        Until = From.AddYears(2);
    }

    public WorkflowDefinition Definition { get; }

    /// <summary>All that run, the simulated one first.</summary>
    public IReadOnlyList<WorkflowDefinition> Definitions { get; }

    public int Organisations { get; init; } = 100;

    /// <summary>The first day, in Bangkok; unless said otherwise the day on which requests open.</summary>
    public DateOnly From { get; init; }

    /// <summary>The day after the last; two years later unless said otherwise.</summary>
    public DateOnly Until { get; init; }

    public Scenario Scenario { get; init; } = new();

    public int Seed { get; init; } = 1;

    /// <summary>The rules of asking, when it is a definition of requests.</summary>
    internal RequestRules.Values? Rules => Definition.FirstOfType("Gov.RequestRules") is null ? null : RequestRules.Values.Of(Definition);

    /// <summary>True for the definition by which rights are reviewed.</summary>
    internal bool IsReview => Definition.DefinitionId == YearlyReview.Definition;

    internal DateTimeOffset Start => ThaiDate.StartOfDay(From);

    internal DateTimeOffset End => ThaiDate.StartOfDay(Until);

    internal Tools Tools(OfficeCalendar calendar) => new(calendar, templates, "https://simulation.example");

    /// <summary>What can't be simulated, each a sentence in English; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Organisations is < 1 or > MostOrganisations)
            yield return $"organisations is {Organisations}; give a number from 1 to {MostOrganisations}";
        if (Until <= From)
            yield return $"until ({Until:yyyy-MM-dd}) must come after from ({From:yyyy-MM-dd})";
        if (Until > From.AddYears(MostYears))
            yield return $"from {From:yyyy-MM-dd} until {Until:yyyy-MM-dd} is longer than {MostYears} years";
    }
}
