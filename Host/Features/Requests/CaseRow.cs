using WorkflowHost.Activities.Approvals;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>A request with the names around it.</summary>
public sealed class CaseRow
{
    public string Id { get; init; } = "";
    public string Reference { get; init; } = "";
    public string CircularId { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string System { get; init; } = "";
    public string Kind { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string OrganisationType { get; init; } = "";
    public string OrganisationTh { get; init; } = "";
    public string OrganisationEn { get; init; } = "";
    public string Path { get; init; } = "";
    public long Seat { get; init; }
    public string PersonId { get; init; } = "";
    public string PersonTh { get; init; } = "";
    public string PersonEn { get; init; } = "";
    public string? OldRightId { get; init; }
    public string Note { get; init; } = "";
    public string FiledByTh { get; init; } = "";
    public string FiledByEn { get; init; } = "";
    public DateTimeOffset FiledAt { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public string Stage { get; init; } = "";
    public DateTimeOffset StageAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosingReason { get; init; }

    public const string Sql =
        """
        select r.*, o.name_th as organisation_th, o.name_en as organisation_en, o.path,
            p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en,
            f.title_th || f.given_name_th || ' ' || f.family_name_th as filed_by_th, f.name_en as filed_by_en
        from requests r join organisations o on o.code = r.organisation_code
        join people p on p.id = r.person_id join people f on f.id = r.filed_by
        """;
}

/// <summary>A letter of a request.</summary>
public sealed class LetterRow
{
    public string Id { get; init; } = "";
    public string FileName { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public long Pages { get; init; }
    public string LetterNumber { get; init; } = "";
    public DateOnly LetterDate { get; init; }
    public string Addressee { get; init; } = "";
    public string SignerName { get; init; } = "";
    public string SignerCapacity { get; init; } = "";
    public string? SignerOrder { get; init; }
    public string SignatureKind { get; init; } = "";
    public bool ScanUnreadable { get; init; }
    public string? ReadByTh { get; init; }
    public string? ReadByEn { get; init; }
    public DateTimeOffset? AddresseeReadAt { get; init; }
    public string ByTh { get; init; } = "";
    public string ByEn { get; init; } = "";
    public DateTimeOffset AttachedAt { get; init; }
}

/// <summary>A decision, with who made it.</summary>
public sealed class DecisionRow
{
    public string Id { get; init; } = "";
    public string Stage { get; init; } = "";
    public string Answer { get; init; } = "";
    public string Reason { get; init; } = "";
    public string? Points { get; init; }
    public string ByTh { get; init; } = "";
    public string ByEn { get; init; } = "";
    public string Capacity { get; init; } = "";
    public string? OrderNumber { get; init; }
    public string? ForTh { get; init; }
    public string? ForEn { get; init; }
    public string? StepUp { get; init; }
    public string Via { get; init; } = "";
    public DateTimeOffset At { get; init; }

    public string Tone => Answer switch
    {
        Approval.Approve or "Confirm" or "Revoke" => "good",
        Approval.SendBack => "late",
        Approval.Reject or "GiveUp" => "bad",
        _ => "info",
    };

    public const string Sql =
        """
        select d.*, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_th, p.name_en as by_en,
            f.title_th || f.given_name_th || ' ' || f.family_name_th as for_th, f.name_en as for_en
        from decisions d join people p on p.id = d.by_person left join people f on f.id = d.for_person
        """;
}

/// <summary>A mail of a case. The text stays in the outbox: it holds links that are for its reader only.</summary>
public sealed class MailRow
{
    public string PersonTh { get; init; } = "";
    public string PersonEn { get; init; } = "";
    public string Recipient { get; init; } = "";
    public string Subject { get; init; } = "";
    public DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public DateTimeOffset? FailedAt { get; init; }
    public string? LastError { get; init; }

    /// <summary>Another mail went in its place: folded with others, or by another way.</summary>
    public bool WentOtherwise => DoneAt is not null && LastError is not null;
}

/// <summary>A mail that came in about a case: correspondence, and never an answer (T49).</summary>
public sealed class IncomingRow
{
    public string Kind { get; init; } = "";
    public string FromAddress { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Body { get; init; } = "";
    public string Dmarc { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A line of the audit trail.</summary>
public sealed class AuditLine
{
    public DateTimeOffset At { get; init; }
    public string Action { get; init; } = "";
    public string? ByTh { get; init; }
    public string? ByEn { get; init; }
    public string? RuleId { get; init; }
    public string? Detail { get; init; }

    public const string Sql =
        """
        select a.at, a.action, a.rule_id, a.detail, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_th, p.name_en as by_en
        from audit a left join people p on p.id = a.by_person
        """;
}
