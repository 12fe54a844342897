namespace WorkflowHost.Web.Features.Rights;

/// <summary>A right with the names around it.</summary>
public sealed class RightRow
{
    public string Id { get; init; } = "";
    public string System { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string OrganisationTh { get; init; } = "";
    public string OrganisationEn { get; init; } = "";
    public string Path { get; init; } = "";
    public long Seat { get; init; }
    public string PersonTh { get; init; } = "";
    public string PersonEn { get; init; } = "";
    public string? RequestId { get; init; }
    public string? Reference { get; init; }
    public DateTimeOffset ValidFrom { get; init; }
    public DateTimeOffset? ValidTo { get; init; }
    public string? EndReason { get; init; }
    public string? EndedByTh { get; init; }
    public string? EndedByEn { get; init; }
    public DateTimeOffset ConfirmedAt { get; init; }
    public DateOnly? ReviewOn { get; init; }
    public DateTimeOffset? SuspendedAt { get; init; }

    public const string Sql =
        """
        select r.*, o.name_th as organisation_th, o.name_en as organisation_en, o.path, q.reference,
            p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en,
            e.title_th || e.given_name_th || ' ' || e.family_name_th as ended_by_th, e.name_en as ended_by_en
        from rights r join organisations o on o.code = r.organisation_code join people p on p.id = r.person_id
        left join requests q on q.id = r.request_id left join people e on e.id = r.ended_by
        where r.id = @id
        """;
}

/// <summary>How identity was proved for a right.</summary>
public sealed class ProofRow
{
    public string Method { get; init; } = "";
    public string Level { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string ByTh { get; init; } = "";
    public string ByEn { get; init; } = "";
}

/// <summary>A time the right rested.</summary>
public sealed class SuspensionRow
{
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset? ToAt { get; init; }
    public string Reason { get; init; } = "";
}

/// <summary>The time the seat was empty before this right.</summary>
public sealed class GapRow
{
    public DateTimeOffset BeganAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string OldRightId { get; init; } = "";
}
