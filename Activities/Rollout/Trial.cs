using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Entries of the trial (E-07) and receipts that count (E-09). Which of the two is allowed follows from the server's clock and
/// the circular's dates alone: a trial entry from the first to the last day of the trial, a receipt from go-live on (T32).
/// </summary>
public sealed class Trial(Database database, TimeProvider clock)
{
    public const string Starts = "E-07:starts";
    public const string Ends = "E-07:ends";
    public const string GoLive = "E-09";

    /// <summary>Records a trial entry.</summary>
    /// <param name="formKey">Made with the form: the same key again is the same press. Null where nothing is repeated.</param>
    /// <exception cref="RefusedException">No right to the system, no such type, or outside the trial.</exception>
    public Task EnterAsync(
        string office, string type, long satang, IReadOnlyList<TrialType> types, Actor actor, string? formKey = null) =>
        database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            await RequireUserAsync(transaction, office, actor, now);
            RequireType(type, types, satang);
            var starts = await DateAsync(transaction, Starts, office, now);
            var ends = await DateAsync(transaction, Ends, office, now);
            if (now < starts)
                throw new RefusedException("trial-not-open",
                    $"ยังไม่เริ่มทดลอง เริ่มวันที่ {Day(starts)}", $"The trial begins on {EnglishDay(starts)}.", "E-07");
            if (now > ends)
                throw new RefusedException("trial-over",
                    $"ปิดทดลองแล้วเมื่อ {Day(ends)} จึงบันทึกรายการทดลองไม่ได้", $"The trial ended on {EnglishDay(ends)}.",
                        "E-07");
            await InsertAsync(transaction, "trial_entries", office, type, satang, actor, now, formKey);
        });

    /// <summary>Issues a receipt that counts.</summary>
    /// <exception cref="RefusedException">No right to the system, no such type, or before go-live.</exception>
    public Task IssueAsync(
        string office, string type, long satang, IReadOnlyList<TrialType> types, Actor actor, string? formKey = null) =>
        database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            await RequireUserAsync(transaction, office, actor, now);
            RequireType(type, types, satang);
            var live = await DateAsync(transaction, GoLive, office, now);
            if (now < live)
                throw new RefusedException("not-live-yet",
                    $"ยังออกใบเสร็จจริงไม่ได้ เริ่มใช้งานจริงวันที่ {Day(live)}",
                        $"Receipts count from {EnglishDay(live)} on, not before.", "E-09");
            if (await InsertAsync(transaction, "live_receipts", office, type, satang, actor, now, formKey))
                AuditTrail.Add(transaction, now, actor.PersonId, "receipt-issued", "organisation", office, office, "E-09", type);
        });

    // False when this press was stored before. A key of one person's can't be guessed into another's.
    static async Task<bool> InsertAsync(Transaction transaction, string table, string office, string type, long satang,
        Actor actor, DateTimeOffset now, string? formKey) => await transaction.ExecuteAsync(
            $"""
            insert into {table} (id, office_code, type_key, dated_at, amount_satang, made_by, made_at)
            values (@id, @office, @type, @now, @satang, @PersonId, @now) on conflict (id) do nothing
            """, new
            {
                id = formKey is null ? Ids.New(now) : $"{actor.PersonId}:{formKey}",
                office,
                type,
                now,
                satang,
                actor.PersonId,
            }) == 1;

    static async Task RequireUserAsync(Transaction transaction, string office, Actor actor, DateTimeOffset now)
    {
        if (await transaction.FirstAsync<string>(
            """
            select id from roster_lines
            where person_id = @PersonId and office_code = @office and removed_at is null and right_from <= @now
            """, new { actor.PersonId, office, now }) is null)
            throw new RefusedException("no-e-bill-right",
                "ท่านยังไม่มีสิทธิใช้ระบบของแห่งนี้ ต้องมีชื่อในคำสั่งที่ลงนามแล้วและลงทะเบียนแล้ว",
                "You have no right here yet: a signed order must name you, and you must have registered.", "E-04");
    }

    static void RequireType(string type, IReadOnlyList<TrialType> types, long satang)
    {
        if (types.All(known => known.Key != type))
            throw new RefusedException("receipt-type", "โปรดเลือกประเภทรายการ", "Choose the type of entry.", "E-07");
        if (satang <= 0)
            throw new RefusedException("amount", "โปรดกรอกจำนวนเงินมากกว่า 0 บาท", "Enter an amount above 0 baht.", "E-07");
    }

    static async Task<DateTimeOffset> DateAsync(Transaction transaction, string key, string office, DateTimeOffset now) =>
        (await CircularDates.InForceAsync(transaction, "E", key, office, now)
            ?? throw new InvalidOperationException($"Circular E states no date '{key}'.")).EnforcedAt;

    static string Day(DateTimeOffset at) => ThaiDate.PageForm(ThaiDate.BangkokDate(at));

    static string EnglishDay(DateTimeOffset at) => ThaiDate.English(ThaiDate.BangkokDate(at));
}

/// <summary>A type of entry that every office tries (E-07): "fee=ค่าธรรมเนียม|Fee". The list is the enclosure's, a
/// setting.</summary>
public sealed record TrialType(string Key, string Thai, string English)
{
    /// <summary>Null when the line doesn't read so.</summary>
    public static TrialType? Parse(string line) => Tasks.AskedAnswer.Parse(line) is { } read
        ? new TrialType(read.Name, read.Thai, read.English)
        : null;
}
