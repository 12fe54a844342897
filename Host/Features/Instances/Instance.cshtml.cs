using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Instances;

/// <summary>One workflow instance from inside, for operators, designers and auditors: where it stands and how it came there.</summary>
public sealed class InstanceModel(
    Database database, DefinitionStore definitions, WorkflowRuntime runtime, CurrentActor current, Texts texts) : PageModel
{
    const int MostRows = 1_000;

    public Row Instance { get; private set; } = null!;
    public WorkflowDefinition Definition { get; private set; } = null!;
    public IReadOnlyList<Bookmark> Waits { get; private set; } = [];
    public IReadOnlyList<JournalRow> Journal { get; private set; } = [];
    public IReadOnlyList<Fault> Faults { get; private set; } = [];
    public Diagram Diagram { get; private set; } = null!;
    public bool MayMend => current.Actor.Is(Role.Operator);

    bool MayLook => MayMend || current.Actor.Is(Role.Designer) || current.Actor.Is(Role.Auditor);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!MayLook)
            return Forbid();
        return await ReadAsync(id) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostRetryAsync(string id, string incident)
    {
        if (!MayMend)
            return Forbid();
        if (await database.FirstAsync<string>("select id from incidents where id = @incident and instance_id = @id", new { incident, id }) is null)
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

    public string Title(string nodeId) => Definition.Nodes.TryGetValue(nodeId, out var node) ? node.Title : nodeId;

    async Task<bool> ReadAsync(string id)
    {
        var found = await database.FirstAsync<Row>(
            """
            select i.id, i.definition_id, i.version, i.status, i.created_at, i.finished_at, r.id as request_id, r.reference
            from instances i left join requests r on r.instance_id = i.id where i.id = @id
            """, new { id });
        if (found is null)
            return false;
        Instance = found;
        Definition = await definitions.GetAsync(found.DefinitionId, (int)found.Version);
        Waits = await database.QueryAsync<Bookmark>("select * from bookmarks where instance_id = @id order by created_at, id", new { id });
        Faults = await database.QueryAsync<Fault>(
            "select id, node_id, message, detail, created_at, resolved_at, resolution from incidents where instance_id = @id order by created_at", new { id });
        Journal = await database.QueryAsync<JournalRow>(
            """
            select j.sequence, j.at, j.node_id, j.event, j.outcome, j.by_whom, p.name_en,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th
            from journal j left join people p on p.id = j.by_whom
            where j.instance_id = @id order by j.sequence limit @MostRows
            """, new { id, MostRows });
        Diagram = Diagram.Of(Definition, Journal, Waits.Select(wait => wait.NodeId).ToHashSet(),
            Faults.Where(fault => fault.ResolvedAt is null).Select(fault => fault.NodeId).ToHashSet());
        return true;
    }

    /// <summary>The instance.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string DefinitionId { get; init; } = "";
        public long Version { get; init; }
        public string Status { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? FinishedAt { get; init; }
        public string? RequestId { get; init; }
        public string? Reference { get; init; }
    }

    /// <summary>An incident.</summary>
    public sealed class Fault
    {
        public string Id { get; init; } = "";
        public string NodeId { get; init; } = "";
        public string Message { get; init; } = "";
        public string Detail { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? ResolvedAt { get; init; }
        public string? Resolution { get; init; }
    }
}
