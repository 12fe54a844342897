namespace WorkflowHost.Web.Features.People;

/// <summary>How somebody stands with signing in.</summary>
public enum AccountState
{
    None,
    Open,

    /// <summary>For a while, after wrong passwords.</summary>
    Resting,

    /// <summary>Closed by an operator.</summary>
    Blocked,
}

/// <summary>A person with their account, if they have one, and the first of their roles.</summary>
public sealed class PersonRow
{
    /// <summary>Columns and tables; <c>@now</c> says which role counts.</summary>
    public const string Query =
        """
        select p.id, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en, p.email,
            p.second_email, p.phone,
            a.user_name, a.blocked_at, a.locked_until, m.role, o.name_th as place_th, o.name_en as place_en
        from people p left join accounts a on a.person_id = p.id
        left join memberships m on m.id = (select min(n.id) from memberships n
            where n.person_id = p.id and n.valid_from <= @now and (n.valid_to is null or n.valid_to > @now))
        left join organisations o on o.code = m.organisation_code
        """;

    public string Id { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Email { get; init; } = "";
    public string? SecondEmail { get; init; }
    public string? Phone { get; init; }
    public string? UserName { get; init; }
    public DateTimeOffset? BlockedAt { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
    public string? Role { get; init; }
    public string? PlaceTh { get; init; }
    public string? PlaceEn { get; init; }

    public AccountState State(DateTimeOffset now) =>
        UserName is null ? AccountState.None
        : BlockedAt is not null ? AccountState.Blocked
        : LockedUntil > now ? AccountState.Resting
        : AccountState.Open;
}
