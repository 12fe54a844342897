using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>A request for publication as pages show it.</summary>
public sealed class RequestRow
{
    const string Columns =
        """
        r.id, r.definition_id, r.version, r.hash, r.note, r.asked_by, r.asked_at, r.closed_at, r.outcome, r.reason,
        d.name, d.hash as hash_now,
        a.title_th || a.given_name_th || ' ' || a.family_name_th as asked_by_th, a.name_en as asked_by_en,
        c.title_th || c.given_name_th || ' ' || c.family_name_th as closed_by_th, c.name_en as closed_by_en
        from publication_requests r left join definitions d on d.definition_id = r.definition_id and d.version = r.version
          left join people a on a.id = r.asked_by left join people c on c.id = r.closed_by
        """;

    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }
    public string Hash { get; init; } = "";
    public string Note { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
    public string? Name { get; init; }
    public string? HashNow { get; init; }
    public string? AskedByTh { get; init; }
    public string? AskedByEn { get; init; }
    public string? ClosedByTh { get; init; }
    public string? ClosedByEn { get; init; }

    public bool IsOpen => ClosedAt is null;

    /// <summary>The version was saved again after this was asked; it can't be approved any more.</summary>
    public bool IsOvertaken => IsOpen && Hash != HashNow;

    public (string Tone, string Thai, string English) State => Outcome switch
    {
        null => IsOvertaken ? ("late", "ร่างถูกแก้ไขหลังขอ", "changed since") : ("wait", "รออนุมัติ", "waiting"),
        PublicationRequest.Approved => ("good", "อนุมัติ", "approved"),
        PublicationRequest.Refused => ("bad", "ไม่อนุมัติ", "not approved"),
        PublicationRequest.Replaced => ("off", "มีคำขอใหม่แทน", "replaced"),
        _ => ("off", "ถอนแล้ว", "taken back"),
    };

    /// <summary>Those that wait for a decision, the oldest first.</summary>
    public static Task<IReadOnlyList<RequestRow>> OpenAsync(Database database) =>
        database.QueryAsync<RequestRow>($"select {Columns} where r.closed_at is null order by r.asked_at, r.id");

    /// <summary>All of one version, the newest first.</summary>
    public static Task<IReadOnlyList<RequestRow>> OfAsync(Database database, string definitionId, int version) =>
        database.QueryAsync<RequestRow>(
        $"select {Columns} where r.definition_id = @definitionId and r.version = @version order by r.asked_at desc, r.id desc",
        new { definitionId, version });
}
