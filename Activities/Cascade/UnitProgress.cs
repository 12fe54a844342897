using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>How far an organisation is with a circular.</summary>
public static class UnitState
{
    /// <summary>The letter hasn't come yet.</summary>
    public const string Unreached = "unreached";

    /// <summary>It has come, and nobody there has registered it or done anything.</summary>
    public const string Unopened = "unopened";

    /// <summary>Opened but not finished.</summary>
    public const string Opened = "opened";

    /// <summary>Past the deadline it was shown, and not finished.</summary>
    public const string Late = "late";

    public const string Done = "done";

    public static IReadOnlyList<string> All { get; } = [Late, Unopened, Opened, Done, Unreached];

    /// <summary>Whether a reminder makes sense.</summary>
    public static bool Owes(string state) => state is Late or Unopened or Opened;
}

/// <summary>A unit of a sending as its province sees it: state, who has it now and since when, the last contact.</summary>
public sealed class UnitProgress
{
    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string ShortNameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Type { get; init; } = "";
    public string Path { get; init; } = "";
    public string Email { get; init; } = "";
    public string? FromCode { get; init; }
    public string State { get; init; } = "";
    public DateTimeOffset? ArrivedAt { get; init; }
    public DateTimeOffset? EnforcedAt { get; init; }
    public DateTimeOffset? ShownAt { get; init; }
    public string? ShownBy { get; init; }
    public long? MinutesLeft { get; init; }
    public bool IsLate { get; init; }
    public string? InstanceId { get; init; }

    /// <summary>The role of its oldest open task; null when none is open.</summary>
    public string? WaitsForRole { get; init; }

    public string? WaitsForOrganisation { get; init; }
    public string? WaitsPath { get; init; }
    public DateTimeOffset? WaitsSince { get; init; }
    public DateTimeOffset? ContactedAt { get; init; }

    /// <summary>Whether something is left to do, and somebody of this subtree is to do it: an agency isn't reminded.</summary>
    public bool Owes(string path) => UnitState.Owes(State) && (WaitsPath ?? Path).StartsWith(path, StringComparison.Ordinal);

    /// <summary>All covered organisations of a subtree, by their codes.</summary>
    public static Task<IReadOnlyList<UnitProgress>> OfAsync(
        Database database, string sendingId, string path, DateTimeOffset now) =>
        database.QueryAsync<UnitProgress>(Query, Arguments(sendingId, path, now));

    /// <summary>The same inside a transaction.</summary>
    public static Task<IReadOnlyList<UnitProgress>> OfAsync(
        Transaction transaction, string sendingId, string path, DateTimeOffset now) =>
        transaction.QueryAsync<UnitProgress>(Query, Arguments(sendingId, path, now));

    /// <summary>How many organisations are in which state, by province or, within one, by district.</summary>
    public static Task<IReadOnlyList<StateCount>> CountAsync(
        Database database, string sendingId, string path, string level, DateTimeOffset now) =>
        database.QueryAsync<StateCount>(
            $"""
            select place.code, place.name_th, place.name_en, {StateOf} as state, count(*) as number
            from deliveries d join sendings s on s.id = d.sending_id join organisations u on u.code = d.organisation_code
            join organisations place on {(level == "province" ? ProvincePlace : DistrictPlace)}
            left join instances i on i.id = d.instance_id
            where d.sending_id = @sendingId and d.is_covered = 1 and d.path >= @path and d.path < @pathEnd
            group by 1, 2, 3, 4 order by 1
            """, Arguments(sendingId, path, now));

    static readonly string StateOf =
        $"""
        case when i.status in ('Finished', 'Cancelled') or (s.system is not null and exists (
                select 1 from rights r where r.system = s.system and r.organisation_code = d.organisation_code
                and r.valid_to is null and r.suspended_at is null) and not {Asks}) then 'done'
            when d.arrived_at is null and not {Asks} then 'unreached'
            when d.shown_at < @now and not {CircularPause.Holds("d.circular_id", "d.path")} then 'late'
            when d.received_at is not null or {Asks} or exists (
                select 1 from tasks t where t.instance_id = d.instance_id and t.closed_by is not null) then 'opened'
            else 'unopened' end
        """;

    // Where organisations file requests: one is open.
    const string Asks =
        """
        (s.system is not null and exists (select 1 from requests q where q.system = s.system
            and q.organisation_code = d.organisation_code and q.closed_at is null))
        """;

    const string ProvincePlace = "place.type = 'province' and place.province_code = u.province_code";

    // Those that have it straight from the province stand in a line of their own.
    const string DistrictPlace = "place.code = case when u.type = 'district' then u.code else coalesce(d.from_code, u.code) end";

    // Who hasn't filed a request yet has it themselves, since the letter came.
    static string Owner(string task, string unit) =>
        $"coalesce({task}, case when s.system is not null and {StateOf} in ('unopened', 'opened', 'late') then {unit} end)";

    static readonly string Query =
        $"""
        select u.code, u.name_th, u.short_name_th, u.name_en, u.type, u.path, u.email, d.from_code, d.arrived_at,
            d.enforced_at, d.shown_at, d.shown_by, d.minutes_left, d.is_late, d.instance_id, {StateOf} as state,
            {Owner("w.role", "'officer clerk'")} as waits_for_role, w.organisation_code as waits_for_organisation,
            wo.path as waits_path, {Owner("w.opened_at", "d.arrived_at")} as waits_since,
            (select max(c.at) from chasings c where c.sending_id = d.sending_id and c.organisation_code = u.code)
                as contacted_at
        from deliveries d join sendings s on s.id = d.sending_id join organisations u on u.code = d.organisation_code
        left join instances i on i.id = d.instance_id
        left join tasks w on w.id = coalesce(
            (select min(t.id) from tasks t where t.instance_id = d.instance_id and t.closed_at is null),
            (select min(t.id) from requests q join tasks t on t.instance_id = q.instance_id and t.closed_at is null
                where q.system = s.system and q.organisation_code = d.organisation_code and q.closed_at is null))
        left join organisations wo on wo.code = w.organisation_code
        where d.sending_id = @sendingId and d.is_covered = 1 and d.path >= @path and d.path < @pathEnd
        order by u.code
        """;

    static object Arguments(string sendingId, string path, DateTimeOffset now) =>
        new { sendingId, path, pathEnd = path + "~", now };
}

/// <summary>How many organisations below a place are in one state.</summary>
public sealed class StateCount
{
    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string State { get; init; } = "";
    public long Number { get; init; }
}
