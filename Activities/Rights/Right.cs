using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rights;

/// <summary>
/// A right as an interval on a seat of an organisation. A seat has one open right at most; the store itself sees to it,
/// so no path can grant before the old one is closed.
/// </summary>
public sealed class Right
{
    public string Id { get; init; } = "";
    public string System { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public long Seat { get; init; }
    public string PersonId { get; init; } = "";
    public string? RequestId { get; init; }
    public string? DecisionId { get; init; }
    public DateTimeOffset ValidFrom { get; init; }
    public DateTimeOffset? ValidTo { get; init; }
    public string? EndReason { get; init; }
    public string? EndedBy { get; init; }

    /// <summary>When somebody last said that the holder is right.</summary>
    public DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>The day the next yearly review opens; null while one is open.</summary>
    public DateOnly? ReviewOn { get; init; }

    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>The event that wakes whoever waits for this right to end or to be confirmed.</summary>
    public static string ChangedEvent(string id) => "right:" + id;

    public static Task<Right?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<Right>("select * from rights where id = @id", new { id });

    public static async Task<Right> GetAsync(Transaction transaction, string id) =>
        await FindAsync(transaction, id) ?? throw new KeyNotFoundException($"There is no right '{id}'.");

    public static Task<IReadOnlyList<Right>> OpenOfAsync(Transaction transaction, string system, string organisation) =>
        transaction.QueryAsync<Right>(
            "select * from rights where system = @system and organisation_code = @organisation and valid_to is null order by seat",
            new { system, organisation });

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into rights (id, system, organisation_code, seat, person_id, request_id, decision_id, valid_from, confirmed_at, review_on)
        values (@Id, @System, @OrganisationCode, @Seat, @PersonId, @RequestId, @DecisionId, @ValidFrom, @ConfirmedAt, @ReviewOn)
        """, this);

    /// <summary>Says that the holder is right, and sets the day of the next review. Ends a suspension.</summary>
    /// <returns>False when the right has ended.</returns>
    public async Task<bool> ConfirmAsync(Transaction transaction, DateTimeOffset now, string? by, DateOnly reviewOn, string rule)
    {
        var confirmed = await transaction.ExecuteAsync(
            """
            update rights set confirmed_at = @now, review_on = @reviewOn, suspended_at = null where id = @Id and valid_to is null
            """, new { now, reviewOn, Id });
        if (confirmed == 0)
            return false;
        transaction.Write(
            "update suspensions set to_at = @now, ended_by = @by where right_id = @Id and to_at is null", new { now, by, Id });
        Wake(transaction, now);
        AuditTrail.Add(transaction, now, by, "right-confirmed", "right", Id, OrganisationCode, rule);
        return true;
    }

    /// <summary>Leaves the right as it is, and asks again on that day.</summary>
    public void AskAgain(Transaction transaction, DateTimeOffset now, string? by, DateOnly on, string rule)
    {
        transaction.Write("update rights set review_on = @on where id = @Id and valid_to is null", new { on, Id });
        AuditTrail.Add(transaction, now, by, "review-again", "right", Id, OrganisationCode, rule,
            on.ToString("yyyy-MM-dd", global::System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Takes the right out of use; reversible. Nothing happens when it is suspended or has ended.</summary>
    public async Task SuspendAsync(Transaction transaction, DateTimeOffset now, string reason, string? rule)
    {
        if (await transaction.ExecuteAsync(
            "update rights set suspended_at = @now where id = @Id and suspended_at is null and valid_to is null", new { now, Id }) == 0)
            return;
        transaction.Write(
            "insert into suspensions (id, right_id, from_at, reason) values (@suspension, @Id, @now, @reason)",
            new { suspension = Ids.New(now), Id, now, reason });
        AuditTrail.Add(transaction, now, null, "right-suspended", "right", Id, OrganisationCode, rule, reason);
    }

    /// <summary>
    /// Ends the interval, and wakes whoever waits for it. With <paramref name="gapAlarmAt"/> the empty seat is measured
    /// until somebody holds it again (A-06, left open 6).
    /// </summary>
    /// <returns>False when it had ended before.</returns>
    public async Task<bool> EndAsync(Transaction transaction, DateTimeOffset now, string? by, string reason, string? rule, DateTimeOffset? gapAlarmAt)
    {
        var ended = await transaction.ExecuteAsync(
            "update rights set valid_to = @now, end_reason = @reason, ended_by = @by, review_on = null where id = @Id and valid_to is null",
            new { now, reason, by, Id });
        if (ended == 0)
            return false;
        transaction.Write(
            "update suspensions set to_at = @now, ended_by = @by where right_id = @Id and to_at is null", new { now, by, Id });
        transaction.Write(
            """
            insert into access_gaps (id, system, organisation_code, seat, old_right_id, began_at, alarm_at)
            values (@gap, @System, @OrganisationCode, @Seat, @Id, @now, @gapAlarmAt)
            """, new { gap = Ids.New(now), System, OrganisationCode, Seat, Id, now, gapAlarmAt });
        Wake(transaction, now);
        AuditTrail.Add(transaction, now, by, "right-ended", "right", Id, OrganisationCode, rule, reason);
        return true;
    }

    void Wake(Transaction transaction, DateTimeOffset now) =>
        transaction.Write("update bookmarks set due_at = @now where event_name = @changed", new { now, changed = ChangedEvent(Id) });
}
