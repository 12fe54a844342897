using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// Moves all deadlines that ran out, or run out, during an outage, by an operator's decision (T101): first shown, then written
/// down, then carried out in bounded pieces by the clock. Safe to kill and to repeat; several hosts may do it at once. Whoever
/// still owes an answer gets one mail once the outage is over.
/// </summary>
public sealed class OutageMoves(Database database, DeadlineNotices notices, TimeProvider clock)
{
    const int AtOnce = 50;
    const int MostDays = 60;
    const int LongestReason = 500;
    static readonly TimeSpan LongestOutage = TimeSpan.FromDays(31);

    /// <summary>What it would move; writes nothing.</summary>
    /// <exception cref="RefusedException">Not an operator, no reason, or a time or a number that can't be meant.</exception>
    public async Task<OutageEffect> PreviewAsync(Outage outage, Actor actor)
    {
        Require(outage, actor);
        return await OutageEffect.OfAsync(database, await OfficeCalendar.ReadAsync(database), outage, clock.GetUtcNow());
    }

    /// <summary>Writes the decision down; the same one again changes nothing.</summary>
    /// <exception cref="RefusedException">As in <see cref="PreviewAsync"/>, or nothing would move.</exception>
    public async Task AddAsync(Outage outage, Actor actor)
    {
        if (await database.FirstAsync<string>("select id from outages where id = @Id", new { outage.Id }) is not null)
            return;
        var effect = await PreviewAsync(outage, actor);
        if (effect.Count == 0 && outage.To <= clock.GetUtcNow())
            throw new RefusedException("nothing-moves", "ไม่มีกำหนดเวลาใดในช่วงนี้ที่ยังรอคำตอบ ตรวจช่วงเวลาและตัวเลือกอีกครั้ง",
                "No deadline of this time still waits for an answer. Look at the time and the choices again.");
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await transaction.ExecuteAsync(
                """
                insert into outages (id, from_at, to_at, circular_id, kind, days, reason, by_person, added_at)
                values (@Id, @From, @To, @CircularId, @Kind, @Days, @reason, @PersonId, @now) on conflict (id) do nothing
                """,
                new
                {
                    outage.Id,
                    outage.From,
                    outage.To,
                    outage.CircularId,
                    outage.Kind,
                    outage.Days,
                    reason = outage.Reason.Trim(),
                    actor.PersonId,
                    now,
                }) > 0)
                AuditTrail.Add(transaction, now, actor.PersonId, "outage-decided", "outage", outage.Id, detail:
                    $"{ThaiDate.WithTime(outage.From)} - {ThaiDate.WithTime(outage.To)}; {outage.CircularId} {outage.Kind} "
                    + $"+{outage.Days}: {outage.Reason.Trim()}");
        });
    }

    /// <summary>Works off the outages that aren't done with yet.</summary>
    /// <returns>How many deadlines were moved.</returns>
    public async Task<int> RunAsync(CancellationToken stop = default)
    {
        var moved = 0;
        var open = await database.QueryAsync<Decided>("select * from outages where told_at is null order by added_at");
        if (open.Count == 0)
            return 0;
        var calendar = await OfficeCalendar.ReadAsync(database);
        foreach (var decided in open)
        {
            if (decided.MovedAt is null)
                moved += await MoveAsync(decided, calendar, stop);
            // Until it is over, others may still run out in it.
            if (!stop.IsCancellationRequested && decided.ToAt <= clock.GetUtcNow())
                await TellAsync(decided, calendar, stop);
        }
        return moved;
    }

    async Task<int> MoveAsync(Decided decided, WorkingCalendar calendar, CancellationToken stop)
    {
        var (moved, now, outage) = (0, clock.GetUtcNow(), decided.Outage);
        var portion = new List<MovedDeadline>();
        await foreach (var one in OutageEffect.MovedAsync(database, calendar, outage, now).WithCancellation(stop))
        {
            portion.Add(one);
            if (portion.Count < AtOnce)
                continue;
            moved += await ApplyAsync(portion, decided);
            portion.Clear();
        }
        moved += await ApplyAsync(portion, decided);
        if (decided.ToAt <= now)
            await database.WriteAsync(transaction => transaction.ExecuteAsync(
                "update outages set moved_at = @now where id = @Id and moved_at is null", new { now, decided.Id }));
        return moved;
    }

    // Each a transaction of its own, so that none waits for another's instance; the store commits them together.
    async Task<int> ApplyAsync(IEnumerable<MovedDeadline> portion, Decided decided)
    {
        var done = await Task.WhenAll(portion.Select(one => database.WriteAsync(transaction => one.Deadline.MoveAsync(
            transaction, one.To, Outage.Cause(decided.Id), decided.Reason, decided.ByPerson, clock.GetUtcNow(),
            alsoMissed: true))));
        return done.Count(moved => moved);
    }

    Task TellAsync(Decided decided, WorkingCalendar calendar, CancellationToken stop) => notices.TellAsync(
        Outage.Cause(decided.Id), decided.Reason, calendar, decided.ToldUpTo ?? "",
        (transaction, last) => transaction.Write(
            last is null ? "update outages set told_at = @now where id = @Id"
                : "update outages set told_up_to = @last where id = @Id",
            new { now = clock.GetUtcNow(), last, decided.Id }), stop);

    void Require(Outage outage, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException(
                "operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่เลื่อนกำหนดเวลาได้", "Only an operator moves deadlines.");
        if (outage.Id.Length is 0 or > 64)
            throw Answer.Unreadable();
        if (outage.Reason.Trim() is not { Length: > 0 and <= LongestReason })
            throw new RefusedException(
                "reason-needed", "โปรดระบุเหตุผลที่เลื่อน ไม่เกิน 500 ตัวอักษร", "Say why, in 500 characters.");
        if (outage.To <= outage.From || outage.To - outage.From > LongestOutage
            || outage.To > clock.GetUtcNow() + LongestOutage)
            throw new RefusedException("outage-time", "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม และช่วงหนึ่งไม่เกิน 31 วัน",
                "It must end after it began, and last 31 days at most.");
        if (outage.Days is < 1 or > MostDays)
            throw new RefusedException("outage-days", "จำนวนวันทำการต้องเป็น 1 ถึง 60", "Working days go from 1 to 60.");
        if (outage.Kind.Length > 0 && !WorkTask.Kinds.Contains(outage.Kind))
            throw Answer.Unreadable();
    }

    /// <summary>An outage as it was decided.</summary>
    sealed class Decided
    {
        public string Id { get; init; } = "";
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public string CircularId { get; init; } = "";
        public string Kind { get; init; } = "";
        public int Days { get; init; }
        public string Reason { get; init; } = "";
        public string ByPerson { get; init; } = "";
        public DateTimeOffset? MovedAt { get; init; }
        public string? ToldUpTo { get; init; }

        public Outage Outage => new(Id, FromAt, ToAt, Days, CircularId, Kind, Reason);
    }
}
