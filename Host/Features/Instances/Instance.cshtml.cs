using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Instances;

/// <summary>
/// One workflow instance from inside, for operators, designers and auditors: where it stands and how it came there.
/// </summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class InstanceModel(
    Database database, DefinitionStore definitions, InstanceReading reading, WorkflowRuntime runtime, StepWords words,
    CurrentActor current, Texts texts) : PageModel
{
    public InstanceRow Instance { get; private set; } = null!;
    public WorkflowDefinition Definition { get; private set; } = null!;
    public IReadOnlyList<Bookmark> Waits { get; private set; } = [];

    /// <summary>Who is asked, where the step it waits in asks several.</summary>
    public IReadOnlyList<ApprovalPlace> Places { get; private set; } = [];
    public IReadOnlyList<JournalRow> Journal { get; private set; } = [];
    public IReadOnlyList<FaultRow> Faults { get; private set; } = [];
    public IReadOnlyList<InstanceMail> Mails { get; private set; } = [];
    public IReadOnlyList<InstanceLetter> Letters { get; private set; } = [];
    public Diagram Diagram { get; private set; } = null!;

    /// <summary>The containers from the root down to the one that is drawn.</summary>
    public IReadOnlyList<ActivityNode> Way { get; private set; } = [];

    public bool MayMend => current.Actor.Is(Role.Operator);

    public bool HasNewerVersion => !Instance.IsOver && Instance.PublishedVersion > Instance.Version;

    /// <param name="inside">The node id of a container to draw; the whole when there is none of this id.</param>
    public async Task<IActionResult> OnGetAsync(string id, string? inside) =>
        await ReadAsync(id, inside) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRetryAsync(string id, string incident)
    {
        if (!MayMend)
            return Forbid();
        if (await database.FirstAsync<string>("select id from incidents where id = @incident and instance_id = @id",
            new { incident, id }) is null)
            return NotFound();
        var (tone, words) = await runtime.RetryAsync(incident, current.Actor.PersonId) switch
        {
            StepResult.Moved => ("success", texts["ลองใหม่สำเร็จ เรื่องเดินต่อแล้ว", "It went on"]),
            StepResult.AlreadyDone => ("info", texts["เหตุนี้แก้ไปแล้ว", "It was mended before"]),
            StepResult.Refused refused => ("error", texts[refused.Reason.Thai, refused.Reason.English]),
            _ => ("warning", texts["ยังขัดข้องเหมือนเดิม ดูเหตุด้านล่าง", "It met a fault again; see below"]),
        };
        TempData.Say(tone, words);
        return Redirect($"/instances/{id}");
    }

    /// <summary>What a step is called; the root is the workflow itself.</summary>
    public string Title(string nodeId) => nodeId == Definition.Root.NodeId ? Definition.Name
        : Definition.Nodes.TryGetValue(nodeId, out var node) ? node.Title : nodeId;

    /// <summary>How a step ended, in words; several are joined by a comma.</summary>
    public string Outcome(string nodeId, string outcomes) => Definition.Nodes.TryGetValue(nodeId, out var node)
        ? string.Join(", ", outcomes.Split(", ").Select(outcome => words.Outcome(node.Type, outcome))
            .Select(outcome => texts[outcome.Thai, outcome.English]))
        : outcomes;

    async Task<bool> ReadAsync(string id, string? inside)
    {
        if (await reading.FindAsync(id) is not { } found)
            return false;
        Instance = found;
        Definition = await definitions.GetAsync(found.DefinitionId, (int)found.Version);
        Waits = await reading.WaitsAsync(id);
        Places = await reading.PlacesAsync(id);
        Faults = await reading.FaultsAsync(id);
        Journal = await reading.JournalAsync(id);
        Mails = await reading.MailsAsync(found);
        Letters = await reading.LettersAsync(found);
        var drawn = inside is not null && Definition.Nodes.TryGetValue(inside, out var node) && node.Children.Count > 0 ? node
            : Definition.Root;
        Way = [.. WayTo(drawn).Reverse()];
        Diagram = Diagram.Of(drawn, Journal, Waits.Select(wait => wait.NodeId).ToHashSet(),
            Faults.Where(fault => fault.ResolvedAt is null).Select(fault => fault.NodeId).ToHashSet());
        return true;
    }

    static IEnumerable<ActivityNode> WayTo(ActivityNode container)
    {
        for (var node = container; node is not null; node = node.Parent)
            yield return node;
    }
}
