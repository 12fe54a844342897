using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
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
    /// <param name="others">Those it runs beside, such as the review that follows a grant. One of the same id gives way.</param>
    /// <param name="circulars">The circulars as they stand now, registered ones too; those that are shipped when null.</param>
    /// <exception cref="DefinitionException">A definition can't run; all its problems are in it.</exception>
    public SimulationPlan(
        string json, IEnumerable<string> others, MailTemplates templates, IReadOnlyList<CircularFacts>? circulars = null)
    {
        this.templates = templates;
        Circulars = circulars is null ? new() : CircularCatalogue.Of(circulars);
        var catalog = AllActivities.Catalog(Tools(new OfficeCalendar()));
        Definition = DefinitionReader.Read(json, catalog);
        Definitions = [Definition, .. others.Select(other => DefinitionReader.Read(other, catalog))
            .Where(other => other.DefinitionId != Definition.DefinitionId)];
        if (Definition.FirstOfType("Gov.RequestRules") is { } step
            && Definition.DefinitionId is not (Filing.Definition or Filing.SignOnDefinition))
            throw new DefinitionException(Definition.DefinitionId,
                [new DefinitionProblem(
                    $"คำขอยื่นภายใต้ '{Filing.Definition}' หรือ '{Filing.SignOnDefinition}' ให้จำลองร่างภายใต้รหัสนั้น",
                    $"requests are filed under the definition '{Filing.Definition}' or '{Filing.SignOnDefinition}'; "
                    + "simulate the draft under that id")
                    { Place = $"activities/{step.Id}" }]);
        var dates = Circulars.Find(Coverage?.Circular ?? (Rules is { AccountSystem.Length: > 0 } ? Rules.Circular : null))?.Dates
            ?? [];
        From = Rules is { } rules ? ThaiDate.BangkokDate(rules.OpensAt) : DayOfTheLetter(dates) ?? new DateOnly(2023, 11, 6);
        Until = dates.Count == 0 ? From.AddYears(2)
            : dates.Where(date => date.Kind is not ("letter" or "ends")).Select(date => date.Date).Append(From).Max()
                .AddMonths(3);
        // A circular that is sent reaches everybody within days; requests come when an organisation is ready.
        if (Coverage is not null)
            Scenario = Scenario with { Filing = Scenario.Filing with { WithinDays = 3 } };
    }

    public WorkflowDefinition Definition { get; }

    internal CircularCatalogue Circulars { get; }

    /// <summary>All that run, the simulated one first.</summary>
    public IReadOnlyList<WorkflowDefinition> Definitions { get; }

    public int Organisations { get; init; } = 100;

    /// <summary>The first day, in Bangkok; unless said otherwise the day on which requests open.</summary>
    public DateOnly From { get; init; }

    /// <summary>
    /// The day after the last; unless said otherwise three months after the last day that the circular sets, and two years after
    /// the first for one that sets none or whose rights are reviewed every year.
    /// </summary>
    public DateOnly Until { get; init; }

    public Scenario Scenario { get; init; } = new();

    public int Seed { get; init; } = 1;

    /// <summary>What a step may be answered with: the answers of its activity that its settings allow.</summary>
    public static IReadOnlyList<string> AnswersOf(ActivityNode step) =>
        step.Activity is Approval && !SettingsBinder.Constants<Approval.Values>(step).MaySendBack
            ? [Approval.Approve, Approval.Reject]
            : step.Activity.AnswersOf(step);

    /// <summary>The rules of asking, when it is a definition of requests.</summary>
    internal RequestRules.Values? Rules =>
        Definition.FirstOfType("Gov.RequestRules") is null ? null : RequestRules.Values.Of(Definition);

    /// <summary>Whom the circular covers, when each organisation has an instance of its own.</summary>
    internal Coverage.Values? Coverage => Cascade.Coverage.Values.Of(Definition);

    /// <summary>The types of organisation it is meant for; null when it names none.</summary>
    internal IReadOnlyList<string>? CoveredTypes => Rules?.CoveredTypes ?? Coverage?.CoveredTypes;

    /// <summary>Whether organisations file requests under it, rather than each having one instance.</summary>
    public bool IsOfRequests => Rules is not null;

    /// <summary>True for the definition by which rights are reviewed.</summary>
    internal bool IsReview => Definition.DefinitionId == YearlyReview.Definition;

    /// <summary>Whether organisations list what is below them (C-03).</summary>
    internal bool ListsSubUnits => Definition.FirstOfType("Gov.CreateSites") is not null;

    /// <summary>Whether organisations divide duties among their people (D-01).</summary>
    internal bool DividesDuties => Definition.FirstOfType("Gov.AssignDuties") is not null;

    // The last letter before the first day the circular sets; where it sets none, its last letter.
    static DateOnly? DayOfTheLetter(IReadOnlyList<CircularDate> dates)
    {
        var first = dates.Where(date => date.Kind is "deadline" or "closes").Select(date => date.Date)
            .DefaultIfEmpty(DateOnly.MaxValue).Min();
        return dates.Where(date => date.Kind == "letter" && date.Date < first).Max(date => (DateOnly?)date.Date);
    }

    internal DateTimeOffset Start => ThaiDate.StartOfDay(From);

    internal DateTimeOffset End => ThaiDate.StartOfDay(Until);

    internal Tools Tools(OfficeCalendar calendar) =>
        new(calendar, templates, "https://simulation.example") { Circulars = Circulars };

    /// <summary>What can't be simulated; empty when all is well.</summary>
    public IEnumerable<PlanProblem> Problems()
    {
        if (Organisations is < 1 or > MostOrganisations)
            yield return new(nameof(Organisations), $"จำนวนหน่วยงาน {Organisations} ใช้ไม่ได้ กรอก 1 ถึง {MostOrganisations}",
                $"organisations is {Organisations}; give a number from 1 to {MostOrganisations}");
        if (Until <= From)
            yield return new(nameof(Until), "วันสิ้นสุดต้องอยู่หลังวันเริ่ม",
                $"until ({Until:O}) must come after from ({From:O})");
        else if (Until > From.AddYears(MostYears))
            yield return new(nameof(Until), $"ระยะเวลายาวเกิน {MostYears} ปี",
                $"from {From:O} until {Until:O} is longer than {MostYears} years");
    }
}

/// <summary>What is wrong with a plan, in both languages. <paramref name="Field"/>: the property it is about.</summary>
public sealed record PlanProblem(string Field, string Thai, string English);
