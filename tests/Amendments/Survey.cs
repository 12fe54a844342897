using System.Text.Json.Nodes;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Cascade;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Amendments;

/// <summary>A circular of the department that was sent to every unit of the demo province: count, and report by a day.</summary>
sealed class Survey : IAsyncDisposable
{
    public const string Definition = "survey";
    public static readonly DateOnly Due = new(2026, 3, 13);
    public static readonly DateOnly Later = new(2026, 3, 20);

    Survey(CascadeWorld cascade)
    {
        Cascade = cascade;
        Amendments = new AmendmentWorld(cascade.World);
    }

    public CascadeWorld Cascade { get; }
    public AmendmentWorld Amendments { get; }
    public Circulars.World World => Cascade.World;
    public string Circular { get; private set; } = "DLA-2569-12";
    public string Key => $"{Circular}-01";

    public static string[] AllTypes => [.. OrganisationType.All.Select(type => type.Code)];

    public static async Task<Survey> SentAsync(Func<TestDatabase> open, string mode = Sending.Direct, string[]? types = null)
    {
        var survey = new Survey(await CascadeWorld.OnAsync(open));
        await survey.PublishAsync(1);
        survey.Circular = await survey.Cascade.RegisterAsync(Due);
        await survey.SendAsync(mode, types);
        return survey;
    }

    /// <summary>A host on a store that was prepared before.</summary>
    public static async Task<Survey> AgainAsync(TestDatabase store, TestClock clock) =>
        new(CascadeWorld.Of(await Circulars.World.AgainAsync(store, clock)));

    public async Task SendAsync(string mode = Sending.Direct, string[]? types = null)
    {
        var form = Cascade.SendForm(Circular, mode, types: types ?? []) with { DefinitionId = Definition };
        await Cascade.Desk.SendAsync(form, await World.ActorAsync("dla-reviewer"));
        await Cascade.Job.RunAsync(parallel: 1);
    }

    /// <summary>Version 2 has a step more at its end, version 3 another name for the first.</summary>
    public Task PublishAsync(int version) => World.Definitions.PublishAsync([TextOf(version)]);

    public static string TextOf(int version)
    {
        var ask = version == 3 ? "count" : "ask";
        object[] ends = [Step("over", "Elsa.End"), Step("not", "Elsa.End")];
        return PerOrganisation.Of(Definition, Coverage.AnyCircular, AllTypes,
            version == 1 ? [Ask(ask, "*"), .. ends] : [Ask(ask, "*"), Ask("train", ""), .. ends],
            version == 1 ? [$"cover.Done -> {ask}", $"{ask}.Done -> over", "cover.NotCovered -> not"]
                : [$"cover.Done -> {ask}", $"{ask}.Done -> train", "train.Done -> over", "cover.NotCovered -> not"],
            version);
    }

    static JsonObject Ask(string id, string dueDate) => Step(id, "Gov.AskOrganisation", new
    {
        title = Literal("สำรวจ " + id),
        titleEn = Literal("Survey " + id),
        rule = Script("getInput('circularId') + '-01'"),
        roles = Strings("clerk", "executive"),
        dueDate = Literal(dueDate),
        mail = Literal("please-do"),
    });

    public async Task<WorkTask> TaskAsync(string organisation) => await World.Database.FirstAsync<WorkTask>(
        "select * from tasks where about_code = @organisation and closed_at is null", new { organisation })
        ?? throw new AssertionException($"{organisation} has no open task.");

    public async Task<StepResult> AnswersAsync(string organisation, string by) =>
        await World.AnswerAsync(await TaskAsync(organisation), by, "Done", new { reason = "ครบ" });

    public static DateTimeOffset End(DateOnly day) => ThaiDate.EndOfDay(day);

    public ValueTask DisposeAsync() => Cascade.DisposeAsync();
}
