using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>One person of one office on a province's roster (E-03), and how far they have come.</summary>
public sealed class RosterLine
{
    public string Id { get; init; } = "";
    public string ProvinceCode { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string CitizenHash { get; init; } = "";
    public string CitizenMasked { get; init; } = "";
    public string TitleTh { get; init; } = "";
    public string GivenNameTh { get; init; } = "";
    public string FamilyNameTh { get; init; } = "";
    public string PositionTh { get; init; } = "";
    public string Email { get; init; } = "";
    public DateTimeOffset? SentAt { get; init; }
    public bool SentLate { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public string? OrderId { get; init; }
    public DateTimeOffset? RegisteredAt { get; init; }
    public string? PersonId { get; init; }

    /// <summary>From when they may use the system: the order is signed and they registered. Null until both are so.</summary>
    public DateTimeOffset? RightFrom { get; init; }

    /// <summary>On the roster, but not registered when registration closed (T29).</summary>
    public DateTimeOffset? LapsedAt { get; init; }

    /// <summary>Registration is open for them until then, by exception.</summary>
    public DateTimeOffset? LateUntil { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>How who registered proved their citizen id: "ThaID", its stand-in, or <see cref="Registration.Typed"/>.</summary>
    public string? ProofMethod { get; init; }

    /// <summary>The name that the proof gave; empty when it gave none.</summary>
    public string? ProvenName { get; init; }

    /// <summary>Why somebody has to look before they have rights (T102): "name" or "typed"; null when nothing is open.</summary>
    public string? IdentityOpen { get; init; }

    public string NameTh => $"{TitleTh}{GivenNameTh} {FamilyNameTh}";

    /// <summary>listed, sent, accepted, appointed, identity-check, waiting-order, registered, lapsed or removed.</summary>
    public string State => this switch
    {
        { RemovedAt: not null } => "removed",
        { RightFrom: not null } => "registered",
        { IdentityOpen: not null } => "identity-check",
        { RegisteredAt: not null } => "waiting-order",
        { LapsedAt: not null } => "lapsed",
        { OrderId: not null } => "appointed",
        { AcceptedAt: not null } => "accepted",
        { SentAt: not null } => "sent",
        _ => "listed",
    };

    public static Task<IReadOnlyList<RosterLine>> OfProvinceAsync(Database database, string province) =>
        database.QueryAsync<RosterLine>(OfProvince, new { province });

    public static Task<IReadOnlyList<RosterLine>> OfProvinceAsync(Transaction transaction, string province) =>
        transaction.QueryAsync<RosterLine>(OfProvince, new { province });

    const string OfProvince =
        """
        select id, province_code, office_code, citizen_hash, citizen_masked, title_th, given_name_th, family_name_th, position_th,
            email, sent_at, sent_late, accepted_at, order_id, registered_at, person_id, right_from, lapsed_at, late_until,
            removed_at, proof_method, proven_name, identity_open
        from roster_lines where province_code = @province and removed_at is null order by office_code, given_name_th, id
        """;
}

/// <summary>An office that takes part: a province's own, or one of its districts'.</summary>
public sealed class Office
{
    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Type { get; init; } = "";
    public string Path { get; init; } = "";

    /// <summary>ที่ทำการปกครองจังหวัด… or ที่ทำการปกครองอำเภอ…: the tree names the province's and the district's other
    /// office.</summary>
    public string Thai =>
        "ที่ทำการปกครอง" + (Type == OrganisationType.Province && NameTh.Contains("จังหวัด", StringComparison.Ordinal)
        ? NameTh[NameTh.IndexOf("จังหวัด", StringComparison.Ordinal)..] : NameTh);

    public string English => Type == OrganisationType.Province ? $"Provincial administration office ({NameEn})"
        : $"District administration office ({NameEn})";

    /// <summary>The province's own office first, then its districts.</summary>
    public static Task<IReadOnlyList<Office>> OfProvinceAsync(Database database, string province) =>
        database.QueryAsync<Office>(Query, new { province });

    public static Task<IReadOnlyList<Office>> OfProvinceAsync(Transaction transaction, string province) =>
        transaction.QueryAsync<Office>(Query, new { province });

    /// <summary>The offices of the provinces in which somebody works.</summary>
    public static async Task<IReadOnlyList<Office>> OfActorAsync(Database database, Actor actor)
    {
        var provinces = actor.Memberships
            .Select(membership => membership.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            .Where(path => path.Length > 1).Select(path => path[1]).Distinct();
        var offices = new List<Office>();
        foreach (var province in provinces)
            offices.AddRange(await OfProvinceAsync(database, province));
        return offices;
    }

    const string Query =
        """
        select code, name_th, name_en, type, path from organisations where code = @province and type = 'province'
        union all select code, name_th, name_en, type, path from organisations where parent_code = @province and type = 'district'
        order by type desc, code
        """;
}
