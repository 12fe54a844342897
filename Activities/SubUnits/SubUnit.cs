using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>A school, health unit … of a local government, as recorded for circular C (C-03).</summary>
public sealed class SubUnit
{
    public string Id { get; init; } = "";
    public string OrganisationCode { get; init; } = "";

    /// <summary>By which the local government knows it; one unit has it at a time.</summary>
    public string Code { get; init; } = "";

    public string NameTh { get; init; } = "";

    /// <summary>One of <see cref="SubUnitKind"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Who may claim its account; empty until somebody is named.</summary>
    public string PersonName { get; init; } = "";

    public string? CitizenHash { get; init; }

    /// <summary>"x-xxxx-xxxxx-12-3", or null.</summary>
    public string? CitizenMasked { get; init; }

    /// <summary>One of <see cref="SubUnitState"/>.</summary>
    public string State { get; init; } = "";

    /// <summary>Why the province disputes it.</summary>
    public string StateReason { get; init; } = "";

    /// <summary>Written after the cut-off because it was begun before (T61).</summary>
    public bool BegunBeforeCutOff { get; init; }

    public DateTimeOffset AddedAt { get; init; }
    public string AddedBy { get; init; } = "";
    public DateTimeOffset ChangedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }
    public string? RemovedReason { get; init; }

    public static Task<SubUnit?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<SubUnit>("select * from sub_units where id = @id", new { id });

    /// <summary>Those that are there now, in the order of their codes; one local government has some dozens at most.</summary>
    public static Task<IReadOnlyList<SubUnit>> OfAsync(IQueries store, string organisation) =>
        store.QueryAsync<SubUnit>(
            "select * from sub_units where organisation_code = @organisation and removed_at is null order by code",
            new { organisation });

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into sub_units (id, organisation_code, code, name_th, kind, person_name, citizen_hash, citizen_masked, state,
            state_reason, begun_before_cut_off, added_at, added_by, changed_at)
        values (@Id, @OrganisationCode, @Code, @NameTh, @Kind, @PersonName, @CitizenHash, @CitizenMasked, @State,
            '', @begun, @AddedAt, @AddedBy, @AddedAt)
        """, new
        {
            Id,
            OrganisationCode,
            Code,
            NameTh,
            Kind,
            PersonName,
            CitizenHash,
            CitizenMasked,
            State,
            begun = BegunBeforeCutOff ? 1 : 0,
            AddedAt,
            AddedBy,
        });
}

/// <summary>How far the checking of a sub-unit has come (C-12).</summary>
public static class SubUnitState
{
    public const string Unchecked = "unchecked";

    /// <summary>Something in it was mended since; the province hasn't said yes to it.</summary>
    public const string Corrected = "corrected";

    public const string Confirmed = "confirmed";

    /// <summary>The province says what is wrong; its local government mends it.</summary>
    public const string Disputed = "disputed";

    public static IReadOnlyList<string> All { get; } = [Unchecked, Corrected, Confirmed, Disputed];

    public static string Thai(string state) => state switch
    {
        Unchecked => "ยังไม่ตรวจ",
        Corrected => "แก้ไขแล้ว รอยืนยัน",
        Confirmed => "ยืนยันแล้ว",
        Disputed => "จังหวัดทักท้วง",
        _ => state,
    };

    public static string English(string state) => state switch
    {
        Unchecked => "not checked",
        Corrected => "corrected, to be confirmed",
        Confirmed => "confirmed",
        Disputed => "disputed by the province",
        _ => state,
    };
}

/// <summary>What kind of unit it is.</summary>
public static class SubUnitKind
{
    public static IReadOnlyList<(string Code, string Thai, string English)> All { get; } =
    [
        ("school", "โรงเรียน", "School"),
        ("childcare", "ศูนย์พัฒนาเด็กเล็ก", "Child care centre"),
        ("health", "รพ.สต.", "Health promoting hospital"),
        ("hospital", "โรงพยาบาล", "Hospital"),
        ("pawnshop", "สถานธนานุบาล", "Pawnshop"),
        ("other", "หน่วยงานอื่น", "Other unit"),
    ];

    /// <summary>The code of what somebody wrote, in Thai, English or as the code itself; null when it is none.</summary>
    public static string? Find(string text) => All
        .Where(kind => kind.Thai == text || kind.Code == text || kind.English.Equals(text, StringComparison.OrdinalIgnoreCase))
        .Select(kind => kind.Code).FirstOrDefault();

    public static string Thai(string code) => All.FirstOrDefault(kind => kind.Code == code).Thai ?? code;

    public static string English(string code) => All.FirstOrDefault(kind => kind.Code == code).English ?? code;
}

/// <summary>Who may do what with a local government's list.</summary>
public static class SubUnitAuthority
{
    public const string Department = "DLA";

    public static bool IsOwn(Actor actor, string organisation) =>
        actor.In(organisation, Role.Officer, Role.Clerk, Role.Executive) is not null;

    public static bool IsDepartment(Actor actor) => actor.In(Department, Role.Reviewer, Role.Director) is not null;

    /// <summary>The province that the organisation lies in: its coordinators check (C-12).</summary>
    public static async Task<bool> IsProvinceAsync(IQueries store, Actor actor, string organisation) =>
        await Organisation.ProvinceOfAsync(store, organisation) is { } province
        && actor.In(province, Role.Coordinator) is not null;
}
