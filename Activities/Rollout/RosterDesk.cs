using System.Text.Json;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Writes a province's roster (E-03): line by line on the page, or from the .xlsx form, which is looked at before it counts and
/// changes only what changed (T69). A district writes its own office's lines, the province all.
/// </summary>
public sealed class RosterDesk(Database database, CitizenIds vault, TimeProvider clock)
{
    const int MostLines = 500;

    /// <summary>Adds or changes one person of an office.</summary>
    /// <param name="cells">By the keys of <see cref="RosterForm.Columns"/>.</param>
    /// <exception cref="RefusedException">Not theirs to write, or something in it is wrong; the message says what.</exception>
    public async Task<RosterChange> PutAsync(string province, IReadOnlyDictionary<string, string> cells, Actor actor)
    {
        var offices = await Office.OfProvinceAsync(database, province);
        var row = RosterForm.Check(0, key => cells.GetValueOrDefault(key, ""), offices, vault);
        if (row.Problems is [var first, ..])
            throw new RefusedException("roster-row", $"{first.Header}: {first.Thai}", $"{first.Header}: {first.English}.",
                "E-03");
        return await database.WriteAsync(transaction => PutAsync(transaction, province, row.Entry!, actor));
    }

    /// <summary>Takes a person off the roster; who stands in a signed order goes out by an amending order.</summary>
    public Task RemoveAsync(string lineId, string reason, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var line = await transaction.FirstAsync<RosterLine>("select * from roster_lines where id = @lineId", new { lineId })
            ?? throw NoLine();
        RequireWriter(actor, line.ProvinceCode, line.OfficeCode);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่ถอนชื่อ", "Say why the name is taken off.", "E-03");
        if (await transaction.ExecuteAsync(
            """
            update roster_lines set removed_at = @now, removed_reason = @reason, right_from = null, changed_at = @now
            where id = @lineId and removed_at is null
            """, new { now, reason = reason.Trim(), lineId }) == 0)
            throw NoLine();
        AuditTrail.Add(transaction, now, actor.PersonId, "roster-removed", "roster-line", lineId, line.OfficeCode, "E-03",
            $"{line.NameTh}; {reason.Trim()}");
    });

    /// <summary>Reads a sheet and says what it would do; nothing counts until <see cref="ApplyAsync"/>.</summary>
    /// <exception cref="RefusedException">It can't be read as the form.</exception>
    public async Task<RosterPreview> LookAsync(string province, Stream file, Actor actor)
    {
        RequireWriter(actor, province, province);
        var offices = await Office.OfProvinceAsync(database, province);
        var sheet = SheetFile.Read(file, RosterForm.Columns);
        var rows = sheet.Rows.Select(row => row.Problems.Count > 0
            ? new RosterRow(row.Line, null, row.Problems)
            : RosterForm.Check(row.Line, key => row[key], offices, vault)).ToList();
        var id = Ids.New(clock.GetUtcNow());
        await database.WriteAsync(transaction =>
        {
            transaction.Write(
                "insert into roster_imports (id, province_code, by_person, at, lines) values (@id, @province, @by, @now, @lines)",
                new
                {
                    id,
                    province,
                    by = actor.PersonId,
                    now = clock.GetUtcNow(),
                    lines = JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
                });
            return Task.CompletedTask;
        });
        return await PreviewAsync(id, province, rows, offices);
    }

    /// <summary>The same preview again, for a page that is reloaded; null when there is none of theirs.</summary>
    public async Task<RosterPreview?> FindAsync(string importId, Actor actor) =>
        await database.FirstAsync<Import>("select * from roster_imports where id = @importId", new { importId }) is { } import
        && import.ByPerson == actor.PersonId
            ? await PreviewAsync(import.Id, import.ProvinceCode, import.Rows,
                await Office.OfProvinceAsync(database, import.ProvinceCode)) with
            { IsApplied = import.AppliedAt is not null }
            : null;

    /// <summary>Takes over the rows that are right. Who isn't in the file stays as they are.</summary>
    public Task<RosterCounts> ApplyAsync(string importId, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var import = await transaction.FirstAsync<Import>("select * from roster_imports where id = @importId", new { importId });
        if (import is null || import.ByPerson != actor.PersonId || await transaction.ExecuteAsync(
            "update roster_imports set applied_at = @now where id = @importId and applied_at is null",
                new { now, importId }) == 0)
            throw new RefusedException("import-over",
                "ไฟล์นี้บันทึกไปแล้วหรือไม่พบ โปรดอัปโหลดใหม่",
                    "This file was taken over already, or isn't there. Upload it again.");
        RequireWriter(actor, import.ProvinceCode, import.ProvinceCode);
        var changes = new List<RosterChange>();
        foreach (var row in import.Rows.Where(row => row.Entry is not null))
            changes.Add(await PutAsync(transaction, import.ProvinceCode, row.Entry!, actor));
        return new RosterCounts(
            changes.Count(change => change == RosterChange.Added), changes.Count(change => change == RosterChange.Changed),
            changes.Count(change => change == RosterChange.Same), import.Rows.Count(row => row.Entry is null));
    });

    /// <summary>Who writes which office's lines: the province all of its own, a district its own.</summary>
    public static bool MayWrite(Actor actor, string province, string office) =>
        actor.In(province, Role.Coordinator) is not null || actor.In(office, Role.Coordinator, Role.Clerk, Role.Officer)
            is not null;

    async Task<RosterChange> PutAsync(Transaction transaction, string province, RosterEntry entry, Actor actor)
    {
        RequireWriter(actor, province, entry.OfficeCode);
        var now = clock.GetUtcNow();
        transaction.Lock("select code from organisations where code = @OfficeCode", entry);
        var there = await transaction.FirstAsync<RosterLine>(
            "select * from roster_lines where office_code = @OfficeCode and citizen_hash = @Hash and removed_at is null",
            new { entry.OfficeCode, entry.Citizen.Hash });
        if (there is null)
        {
            await RequireRoomAsync(transaction, entry.OfficeCode);
            Insert(transaction, province, entry, actor.PersonId, now);
            return RosterChange.Added;
        }
        if (entry.SaysTheSameAs(there))
            return RosterChange.Same;
        transaction.Write(
            """
            update roster_lines set title_th = @TitleTh, given_name_th = @GivenNameTh, family_name_th = @FamilyNameTh,
                position_th = @PositionTh, email = @Email, changed_at = @now where id = @Id
            """, new { entry.TitleTh, entry.GivenNameTh, entry.FamilyNameTh, entry.PositionTh, entry.Email, now, there.Id });
        AuditTrail.Add(transaction, now, actor.PersonId, "roster-changed", "roster-line", there.Id, entry.OfficeCode, "E-03",
            $"{there.NameTh} ({there.PositionTh}) → {entry.TitleTh}{entry.GivenNameTh} {entry.FamilyNameTh} "
                + $"({entry.PositionTh})");
        return RosterChange.Changed;
    }

    static void Insert(Transaction transaction, string province, RosterEntry entry, string by, DateTimeOffset now)
    {
        var id = Ids.New(now);
        transaction.Write(
            """
            insert into roster_lines (id, province_code, office_code, citizen_hash, citizen_sealed, citizen_masked, title_th,
                given_name_th, family_name_th, position_th, email, added_by, added_at, changed_at)
            values (@id, @province, @OfficeCode, @Hash, @Sealed, @Masked, @TitleTh, @GivenNameTh, @FamilyNameTh, @PositionTh,
                @Email, @by, @now, @now)
            """,
            new
            {
                id,
                province,
                entry.OfficeCode,
                entry.Citizen.Hash,
                entry.Citizen.Sealed,
                entry.Citizen.Masked,
                entry.TitleTh,
                entry.GivenNameTh,
                entry.FamilyNameTh,
                entry.PositionTh,
                entry.Email,
                by,
                now,
            });
        AuditTrail.Add(transaction, now, by, "roster-added", "roster-line", id, entry.OfficeCode, "E-03",
            $"{entry.TitleTh}{entry.GivenNameTh} {entry.FamilyNameTh}");
    }

    async Task<RosterPreview> PreviewAsync(
        string id, string province, IReadOnlyList<RosterRow> rows, IReadOnlyList<Office> offices)
    {
        var lines = (await RosterLine.OfProvinceAsync(database, province))
            .ToDictionary(line => (line.OfficeCode, line.CitizenHash));
        var seen = new HashSet<(string, string)>();
        var looked = rows.Select(row => row.Entry is not { } entry ? new RosterLook(row, null, false, false)
            : new RosterLook(row,
                !lines.TryGetValue((entry.OfficeCode, entry.Citizen.Hash), out var line) ? RosterChange.Added
                    : entry.SaysTheSameAs(line) ? RosterChange.Same : RosterChange.Changed,
                !seen.Add((entry.OfficeCode, entry.Citizen.Hash)),
                rows.Any(other => other.Entry is { } twin && twin.OfficeCode != entry.OfficeCode
                    && twin.Citizen.Hash == entry.Citizen.Hash)
                    || lines.Keys.Any(key => key.CitizenHash == entry.Citizen.Hash && key.OfficeCode != entry.OfficeCode)))
                        .ToList();
        return new RosterPreview(id, province, offices, looked);
    }

    static void RequireWriter(Actor actor, string province, string office)
    {
        if (!MayWrite(actor, province, office))
            throw new RefusedException("not-your-roster",
                "เฉพาะผู้ประสานงานของจังหวัด หรือของอำเภอนั้นเอง ที่แก้รายชื่อได้",
                "Only the province's coordinator, or the district's own people, can write this roster.", "E-03");
    }

    static async Task RequireRoomAsync(Transaction transaction, string office)
    {
        if (await transaction.FirstAsync<long>(
            "select count(*) from roster_lines where office_code = @office and removed_at is null", new { office }) >= MostLines)
            throw new RefusedException("roster-full", $"รายชื่อของแห่งนี้เต็ม {MostLines} คนแล้ว",
                $"This office has {MostLines} names already.");
    }

    static RefusedException NoLine() =>
        new("no-line", "ไม่พบชื่อนี้ในบัญชี อาจถอนไปแล้ว", "This name isn't on the roster any more.", "E-03");

    sealed class Import
    {
        public string Id { get; init; } = "";
        public string ProvinceCode { get; init; } = "";
        public string ByPerson { get; init; } = "";
        public DateTimeOffset? AppliedAt { get; init; }
        public string Lines { get; init; } = "";

        public IReadOnlyList<RosterRow> Rows => JsonSerializer.Deserialize<List<RosterRow>>(Lines, JsonSerializerOptions.Web)!;
    }
}

/// <summary>What became of a row.</summary>
public enum RosterChange
{
    Added,
    Changed,
    Same,
}

/// <summary>What a file did.</summary>
public sealed record RosterCounts(int Added, int Changed, int Same, int Wrong);

/// <summary>A file before it counts.</summary>
public sealed record RosterPreview(
    string ImportId, string ProvinceCode, IReadOnlyList<Office> Offices, IReadOnlyList<RosterLook> Rows, bool IsApplied = false);

/// <summary>A row before it counts.</summary>
/// <param name="Change">Null for a row that is wrong.</param>
/// <param name="IsTwice">The same person stands twice for one office in the file; the last one counts.</param>
/// <param name="IsElsewhere">The same citizen id stands in another office too: allowed, and shown (T70).</param>
public sealed record RosterLook(RosterRow Row, RosterChange? Change, bool IsTwice, bool IsElsewhere);
