using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Reads a request and all that belongs to it, for those who may look at it.</summary>
public sealed class CaseReading(Database database, InScope scope)
{
    /// <summary>The request, or null when there is none or it lies outside the visitor's organisations.</summary>
    public async Task<CaseRow?> FindAsync(string id) =>
        await database.FirstAsync<CaseRow>(CaseRow.Sql + " where r.id = @id", new { id }) is { } found
            && await scope.HoldsAsync(found.Path, "request", id, found.OrganisationCode) ? found : null;

    /// <summary>The stored request, or null as of <see cref="FindAsync"/>.</summary>
    public async Task<Request?> FindRequestAsync(string id) => await FindAsync(id) is null
        ? null
        : await database.FirstAsync<Request>("select * from requests where id = @id", new { id });

    public static async Task<Everything> EverythingAsync(IQueries ask, CaseRow found)
    {
        var (letters, replacement) = (LettersAsync(ask, found.Id), ReplacementAsync(ask, found));
        var (grants, places) = (RequestGrant.OfAsync(ask, found.Id), ApprovalPlace.OfInstanceAsync(ask, found.InstanceId));
        var audit = ask.QueryAsync<AuditLine>(AuditLine.Sql + " where a.subject_id = @Id order by a.id", new { found.Id });
        var decisions = ask.QueryAsync<DecisionRow>(
            DecisionRow.Sql + " where d.request_id = @Id order by d.at, d.id", new { found.Id });
        var mails = ask.QueryAsync<MailRow>(
            """
            select c.queued_at, p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en,
                c.subject, o.recipient, o.done_at, o.failed_at, o.last_error
            from case_mails c join outbox o on o.key = c.outbox_key join people p on p.id = c.person_id
            where c.request_id = @Id order by c.queued_at, c.outbox_key
            """, new { found.Id });
        var incoming = ask.QueryAsync<IncomingRow>(
            """
            select kind, from_address, subject, body, dmarc, received_at from incoming_mails
            where request_id = @Id order by received_at desc, id desc limit 50
            """, new { found.Id });
        return new(
            await letters, await decisions, await mails, await audit, await replacement, await grants, await places, await incoming);
    }

    public static Task<IReadOnlyList<LetterRow>> LettersAsync(IQueries ask, string requestId) => ask.QueryAsync<LetterRow>(
        """
        select l.*, r.attached_at, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_th, p.name_en as by_en,
            e.title_th || e.given_name_th || ' ' || e.family_name_th as read_by_th, e.name_en as read_by_en
        from request_letters r join letters l on l.id = r.letter_id join people p on p.id = l.uploaded_by
        left join people e on e.id = l.addressee_read_by
        where r.request_id = @requestId order by r.attached_at desc, l.id desc
        """, new { requestId });

    static async Task<Replacement?> ReplacementAsync(IQueries ask, CaseRow found) => found.OldRightId is null
        ? null
        : await ask.FirstAsync<Replacement>(
        """
        select old.id as old_id, p.title_th || p.given_name_th || ' ' || p.family_name_th as old_th, p.name_en as old_en,
            old.valid_from as old_from, old.valid_to as old_to, old.end_reason, g.began_at, g.ended_at, g.alarm_at, n.id as new_id, n.valid_from as new_from
        from rights old join people p on p.id = old.person_id
        left join access_gaps g on g.old_right_id = old.id
        left join rights n on n.request_id = @Id
        where old.id = @OldRightId
        """, new { found.Id, found.OldRightId });

    /// <summary>What belongs to a request, each list oldest first but the letters.</summary>
    public sealed record Everything(
        IReadOnlyList<LetterRow> Letters, IReadOnlyList<DecisionRow> Decisions, IReadOnlyList<MailRow> Mails,
        IReadOnlyList<AuditLine> Audit, Replacement? Replacement, IReadOnlyList<RequestGrant> Grants, IReadOnlyList<ApprovalPlace> Places,
        IReadOnlyList<IncomingRow> Incoming);

    /// <summary>The old right and what came after it, with the time between (A-06, left open 6).</summary>
    public sealed class Replacement
    {
        public string OldId { get; init; } = "";
        public string OldTh { get; init; } = "";
        public string OldEn { get; init; } = "";
        public DateTimeOffset OldFrom { get; init; }
        public DateTimeOffset? OldTo { get; init; }
        public string? EndReason { get; init; }
        public DateTimeOffset? BeganAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public DateTimeOffset? AlarmAt { get; init; }
        public string? NewId { get; init; }
        public DateTimeOffset? NewFrom { get; init; }
    }
}
