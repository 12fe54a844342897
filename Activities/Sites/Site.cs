using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>A sub-unit's place in the new system, with the unit it is for (C-14).</summary>
public sealed class Site
{
    public const string Subject = "site";

    public string Id { get; init; } = "";
    public string SubUnitId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";

    /// <summary>Made by the department's decision, without the province's confirmation (T19).</summary>
    public bool Released { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its link first went to the central mailbox.</summary>
    public DateTimeOffset? LinkedAt { get; init; }

    /// <summary>Since when somebody holds it; null while nobody does.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string Kind { get; init; } = "";
    public string PersonName { get; init; } = "";
    public string? CitizenHash { get; init; }

    const string Query =
        """
        select s.*, u.code, u.name_th, u.kind, u.person_name, u.citizen_hash
        from sites s join sub_units u on u.id = s.sub_unit_id
        """;

    public static Task<Site?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<Site>(Query + " where s.id = @id", new { id });

    public static Task<Site?> FindAsync(Database database, string id) =>
        database.FirstAsync<Site>(Query + " where s.id = @id", new { id });

    /// <summary>Those that nobody holds yet, of units that are still there.</summary>
    public static Task<IReadOnlyList<Site>> UnclaimedAsync(Transaction transaction, string organisation) =>
        transaction.QueryAsync<Site>(
            Query + " where s.organisation_code = @organisation and s.claimed_at is null and u.removed_at is null "
                + "order by u.code",
            new { organisation });

    /// <summary>What wakes who waits for the sites of an organisation to be claimed.</summary>
    public static string ClaimedEvent(string organisation) => $"site-claimed:{organisation}";

    /// <summary>Makes the site of a unit, once.</summary>
    public static async Task CreateAsync(Transaction transaction, SubUnit unit, bool released, string rule, DateTimeOffset now)
    {
        var id = Ids.New(now);
        if (await transaction.ExecuteAsync(
            """
            insert into sites (id, sub_unit_id, organisation_code, released, created_at)
            values (@id, @unitId, @OrganisationCode, @released, @now) on conflict (sub_unit_id) do nothing
            """, new { id, unitId = unit.Id, unit.OrganisationCode, released = released ? 1 : 0, now }) == 1)
            AuditTrail.Add(transaction, now, null, released ? "site-created-released" : "site-created", Subject, id,
                unit.OrganisationCode, rule, $"{unit.Code} {unit.NameTh}");
    }

    internal static void WakeWhoWaits(Transaction transaction, string organisation, DateTimeOffset now) => transaction.Write(
        "update bookmarks set due_at = @now where event_name = @claimed",
        new { now, claimed = ClaimedEvent(organisation) });
}
