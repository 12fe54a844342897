using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Deletes the trial's data once (E-08) and certifies it: counts before and after, and a SHA-256 over the list of what went. The
/// statement that deletes names the table of trial entries and no other; what counts is hashed before and after and must be
/// the same, or nothing is deleted. A receipt that counts but is dated before go-live stops it until an operator has
/// looked (T31). Users stay; their trial entries go.
/// </summary>
public sealed class Purge(Database database, TimeProvider clock)
{
    /// <exception cref="RefusedException">Too early, done before, or a receipt is dated before go-live.</exception>
    public Task<PurgeCertificate> RunAsync(Actor actor)
    {
        if (!actor.Is(Role.Finance) && !actor.Is(Role.Operator))
            throw new RefusedException("purge-not-yours",
                "เฉพาะกองคลังหรือผู้ดูแลระบบเท่านั้นที่ลบข้อมูลทดลองได้", "Only the finance division or an operator can purge.",
                    "E-08");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            // Two at once take turns, and the second finds the certificate.
            transaction.Lock("select id from circulars where id = @id", new { id = "E" });
            if (await transaction.FirstAsync<string>("select id from purge_certificates limit 1", new { }) is not null)
                throw new RefusedException("purged", "ลบข้อมูลทดลองไปแล้ว ดูใบรับรองด้านล่าง",
                    "The trial data was purged already; see the certificate.", "E-08");
            await RequireAfterTrialAsync(transaction, now);
            await RequireNoneWronglyDatedAsync(transaction);
            var trial = await LinesAsync(transaction, "trial_entries");
            var live = await LinesAsync(transaction, "live_receipts");
            var deleted = await transaction.ExecuteAsync("delete from trial_entries where made_at <= @now", new { now });
            var after = await LinesAsync(transaction, "live_receipts");
            var certificate = new PurgeCertificate
            {
                Id = Ids.New(now),
                ByPerson = actor.PersonId,
                At = now,
                TrialBefore = trial.Count,
                TrialAfter = trial.Count - deleted,
                LiveBefore = live.Count,
                LiveAfter = after.Count,
                TrialSha256 = Sha256(trial),
                LiveSha256Before = Sha256(live),
                LiveSha256After = Sha256(after),
            };
            if (certificate.TrialAfter != 0 || certificate.LiveSha256Before != certificate.LiveSha256After)
                throw new InvalidOperationException("The purge would not have left what counts as it was; nothing was deleted.");
            certificate.Insert(transaction);
            AuditTrail.Add(transaction, now, actor.PersonId, "trial-purged", "purge", certificate.Id, "DOPA", "E-08",
                $"{certificate.TrialBefore} → 0");
            transaction.Write("update bookmarks set due_at = @now where event_name = @Done", new { now, AwaitPurge.Done });
            return certificate;
        });
    }

    /// <summary>An operator looked at a receipt dated before go-live: it is real and its date is put right, or it stays as it
    /// is.</summary>
    /// <param name="newDate">The right date and time, or null to let it stand with the reason.</param>
    public Task DecideAsync(string receiptId, DateTimeOffset? newDate, string reason, Actor actor)
    {
        if (!actor.Is(Role.Operator) && !actor.Is(Role.Finance))
            throw new RefusedException("purge-not-yours",
                "เฉพาะกองคลังหรือผู้ดูแลระบบเท่านั้นที่ตัดสินได้", "Only the finance division or an operator can decide.",
                    "E-08");
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผล", "Say why.", "E-08");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await transaction.ExecuteAsync(
                """
                update live_receipts set dated_at = coalesce(@newDate, dated_at), looked_at = @now, looked_by = @PersonId,
                    looked_decision = @reason where id = @receiptId
                """, new { newDate, now, actor.PersonId, reason = reason.Trim(), receiptId }) == 0)
                throw new RefusedException("no-receipt", "ไม่พบใบเสร็จนี้", "There is no such receipt.");
            AuditTrail.Add(transaction, now, actor.PersonId, "receipt-looked-at", "receipt", receiptId, "DOPA", "E-08",
                reason.Trim());
        });
    }

    static async Task RequireAfterTrialAsync(Transaction transaction, DateTimeOffset now)
    {
        var ends = await LastDayOfTrialAsync(transaction, now);
        if (now <= ends)
            throw new RefusedException("purge-too-early",
                $"ลบได้หลังสิ้นสุดการทดลอง ({ThaiDate.PageForm(ThaiDate.BangkokDate(ends))})",
                $"The trial runs until {ThaiDate.English(ThaiDate.BangkokDate(ends))}; purge after it.", "E-08");
    }

    // A province that was paused tries on as long (E-07), and the purge takes the entries of all.
    static async Task<DateTimeOffset> LastDayOfTrialAsync(Transaction transaction, DateTimeOffset now)
    {
        var last = (await CircularDates.InForceAsync(transaction, "E", Trial.Ends, "DOPA", now))!.EnforcedAt;
        foreach (var place in await transaction.QueryAsync<string>(
            "select distinct place_code from circular_pauses where circular_id = 'E' and place_code <> ''", new { }))
            if (await CircularDates.InForceAsync(transaction, "E", Trial.Ends, place, now) is { } there
                && there.EnforcedAt > last)
                last = there.EnforcedAt;
        return last;
    }

    static async Task RequireNoneWronglyDatedAsync(Transaction transaction)
    {
        var live = (await CircularDates.OfAsync(transaction, "E", Trial.GoLive, "DOPA"))!.EnforcedAt;
        if (await transaction.FirstAsync<WronglyDated>(WronglyDated.Query, new { live }) is { } wrong)
            throw new RefusedException("wrongly-dated",
                $"หยุดที่ใบเสร็จจริงของ {wrong.OfficeNameTh} ซึ่งลงวันที่ {ThaiDate.WithTime(wrong.DatedAt)} "
                    + $"ก่อนวันใช้งานจริง โปรดตัดสินก่อน ยังไม่มีข้อมูลใดถูกลบ",
                $"Stopped at a receipt of {wrong.OfficeNameEn} dated {ThaiDate.EnglishWithTime(wrong.DatedAt)}, before "
                    + $"go-live. Decide on it first; nothing was deleted.",
                "E-08", new Dictionary<string, object?> { ["receiptId"] = wrong.Id });
    }

    // The canonical list: one line a row, in the order of the ids.
    static async Task<IReadOnlyList<string>> LinesAsync(Transaction transaction, string table) =>
        [.. (await transaction.QueryAsync<Entry>(
            $"select id, office_code, type_key, dated_at, amount_satang, made_by, made_at from {table} order by id", new { }))
            .Select(entry => string.Create(CultureInfo.InvariantCulture,
                $"{entry.Id}|{entry.OfficeCode}|{entry.TypeKey}|{entry.DatedAt.UtcTicks}|{entry.AmountSatang}|"
                    + $"{entry.MadeBy}|{entry.MadeAt.UtcTicks}"))];

    static string Sha256(IReadOnlyList<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    sealed class Entry
    {
        public string Id { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public string TypeKey { get; init; } = "";
        public DateTimeOffset DatedAt { get; init; }
        public long AmountSatang { get; init; }
        public string MadeBy { get; init; } = "";
        public DateTimeOffset MadeAt { get; init; }
    }
}

/// <summary>A receipt that counts, dated before go-live, that nobody has decided on.</summary>
public sealed class WronglyDated
{
    public const string Query =
        """
        select r.id, r.dated_at, r.amount_satang, o.name_th as office_name_th, o.name_en as office_name_en
        from live_receipts r join organisations o on o.code = r.office_code
        where r.dated_at < @live and r.looked_at is null order by r.dated_at, r.id
        """;

    public string Id { get; init; } = "";
    public DateTimeOffset DatedAt { get; init; }
    public long AmountSatang { get; init; }
    public string OfficeNameTh { get; init; } = "";
    public string OfficeNameEn { get; init; } = "";
}

/// <summary>What a purge deleted, provably (E-08).</summary>
public sealed class PurgeCertificate
{
    public string Id { get; init; } = "";
    public string ByPerson { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public long TrialBefore { get; init; }
    public long TrialAfter { get; init; }
    public long LiveBefore { get; init; }
    public long LiveAfter { get; init; }
    public string TrialSha256 { get; init; } = "";
    public string LiveSha256Before { get; init; } = "";
    public string LiveSha256After { get; init; } = "";

    public static Task<PurgeCertificate?> FindAsync(Database database) =>
        database.FirstAsync<PurgeCertificate>("select * from purge_certificates limit 1", new { });

    internal void Insert(Transaction transaction) => transaction.Write(
        """
        insert into purge_certificates (id, by_person, at, trial_before, trial_after, live_before, live_after, trial_sha256,
            live_sha256_before, live_sha256_after)
        values (@Id, @ByPerson, @At, @TrialBefore, @TrialAfter, @LiveBefore, @LiveAfter, @TrialSha256, @LiveSha256Before,
            @LiveSha256After)
        """, this);
}
