using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// Carries out what a new holiday moves (T75): every running deadline once, then one mail to each person who owes an answer.
/// Safe to kill and to repeat; several hosts may do it at once.
/// </summary>
public sealed class HolidayMoves(Database database, DeadlineNotices notices, TimeProvider clock)
{
    /// <summary>By then every host has read the holidays again, and sets no deadline without the new one.</summary>
    static readonly TimeSpan UntilAllKnow = TimeSpan.FromMinutes(2);

    const int AtOnce = 50;

    /// <param name="office">The one office that is closed; empty for all.</param>
    public static string Cause(DateOnly day, string office = "") =>
        "holiday:" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (office.Length == 0 ? "" : ":" + office);

    /// <summary>Remembers that the day was added, in the transaction that adds it.</summary>
    internal static void Add(Transaction transaction, DateOnly day, string reason, string by, DateTimeOffset now,
        string office = "") => transaction.Write(
            """
            insert into holiday_changes (day, organisation_code, reason, by_person, added_at)
            values (@day, @office, @reason, @by, @now)
            """, new { day, office, reason, by, now });

    /// <summary>Works off the holidays that were added and aren't done with yet.</summary>
    public async Task RunAsync(CancellationToken stop = default)
    {
        var changes = await database.QueryAsync<Change>("select * from holiday_changes where told_at is null order by day");
        if (changes.Count == 0)
            return;
        var calendar = await OfficeCalendar.ReadAsync(database);
        foreach (var change in changes)
        {
            if (change.MovedAt is null && !await MoveAsync(change, calendar, stop))
                continue;
            await notices.TellAsync(Cause(change.Day, change.OrganisationCode), change.Reason, calendar, change.ToldUpTo ?? "",
                (transaction, last) => Remember(transaction, change, last), stop);
        }
    }

    void Remember(Transaction transaction, Change change, string? last) => transaction.Write(
        last is null
            ? "update holiday_changes set told_at = @now where day = @Day and organisation_code = @OrganisationCode"
            : "update holiday_changes set told_up_to = @last where day = @Day and organisation_code = @OrganisationCode",
        new { now = clock.GetUtcNow(), last, change.Day, change.OrganisationCode });

    // True when no deadline can come any more that was set without the day.
    async Task<bool> MoveAsync(Change change, WorkingCalendar calendar, CancellationToken stop)
    {
        var portion = new List<MovedDeadline>();
        await foreach (
            var moved in HolidayEffect.MovedAsync(database, calendar, change.Day, clock.GetUtcNow(), change.Office)
                .WithCancellation(stop))
        {
            portion.Add(moved);
            if (portion.Count < AtOnce)
                continue;
            await ApplyAsync(portion, change);
            portion.Clear();
        }
        await ApplyAsync(portion, change);
        if (clock.GetUtcNow() < change.AddedAt + UntilAllKnow)
            return false;
        await database.WriteAsync(transaction => transaction.ExecuteAsync(
            """
            update holiday_changes set moved_at = @now
            where day = @Day and organisation_code = @OrganisationCode and moved_at is null
            """, new { now = clock.GetUtcNow(), change.Day, change.OrganisationCode }));
        return true;
    }

    // Each a transaction of its own, so that none waits for another's instance; the store commits them together.
    async Task ApplyAsync(IEnumerable<MovedDeadline> portion, Change change) => await Task.WhenAll(portion.Select(moved =>
        database.WriteAsync(transaction => moved.Deadline.MoveAsync(
            transaction, moved.To, Cause(change.Day, change.OrganisationCode), change.Reason, change.ByPerson,
            clock.GetUtcNow()))));

    /// <summary>A holiday that was added while deadlines ran.</summary>
    public sealed class Change
    {
        public DateOnly Day { get; init; }

        /// <summary>The one office that is closed; empty when all are.</summary>
        public string OrganisationCode { get; init; } = "";

        public string? Office => OrganisationCode.Length == 0 ? null : OrganisationCode;

        public string Reason { get; init; } = "";
        public string ByPerson { get; init; } = "";
        public DateTimeOffset AddedAt { get; init; }
        public DateTimeOffset? MovedAt { get; init; }
        public string? ToldUpTo { get; init; }
    }
}
