using System.Globalization;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>Assets of sub-units by spreadsheet (C-10): preview, then only what differs (T69); wrong rows are left out
/// (T22).</summary>
public sealed class AssetImport(Database database, TimeProvider clock)
{
    const string Rule = "C-10";

    /// <inheritdoc cref="SubUnitImport.BeginAsync"/>
    public Task<string> BeginAsync(string organisation, Stream file, string fileName, Actor actor) =>
        SubUnitAuthority.IsOwn(actor, organisation)
            ? SheetImport.StoreAsync(database, organisation, SheetImport.Assets, fileName, AssetSheet.Read(file), actor,
                clock.GetUtcNow())
            : throw SubUnitRefusals.NotYours();

    /// <inheritdoc cref="SubUnitImport.PreviewAsync"/>
    public async Task<IReadOnlyList<PreviewRow>> PreviewAsync(SheetImport import) =>
        [.. (await CompareAsync(database, import)).Select(row => row.Shown)];

    /// <inheritdoc cref="SubUnitImport.ApplyAsync"/>
    public Task<ImportResult> ApplyAsync(string id, Actor actor) => database.WriteAsync(async transaction =>
    {
        var import = await SheetImport.GetAsync(transaction, id, SheetImport.Assets, actor);
        if (import.AppliedAt is not null)
            return import.Applied();
        SubUnitDesk.LockList(transaction, import.OrganisationCode);
        var now = clock.GetUtcNow();
        var rows = await CompareAsync(transaction, import);
        foreach (var row in rows.Where(row => row.Shown.Change is PreviewRow.New or PreviewRow.Changed))
            Write(transaction, import.OrganisationCode, row.Facts!, actor, now);
        var result = PreviewRow.Count([.. rows.Select(row => row.Shown)]);
        AuditTrail.Add(transaction, now, actor.PersonId, "assets-imported", "organisation", import.OrganisationCode,
            import.OrganisationCode, Rule, $"ใหม่ {result.Added} แก้ไข {result.Changed} ไม่รับ {result.Refused}");
        SheetImport.SetApplied(transaction, id, result, actor, now);
        return result;
    });

    static async Task<List<(PreviewRow Shown, AssetFacts? Facts)>> CompareAsync(IQueries store, SheetImport import)
    {
        var units = (await SubUnit.OfAsync(store, import.OrganisationCode)).Select(unit => unit.Code).ToHashSet();
        var there = (await store.QueryAsync<Asset>(
            "select * from assets where organisation_code = @OrganisationCode", new { import.OrganisationCode }))
            .ToDictionary(asset => asset.Number);
        return [.. import.Read<AssetRow>().Select(row => (Compare(row, units, there), row.Facts))];
    }

    static PreviewRow Compare(AssetRow row, HashSet<string> units, Dictionary<string, Asset> there)
    {
        if (row.Facts is not { } facts)
            return row.Shown(PreviewRow.Refused);
        if (!units.Contains(facts.Unit))
            return row.Refuse("รหัสหน่วยงาน", facts.Unit, $"ไม่มีหน่วยงานรหัส {facts.Unit} ในรายชื่อ",
                $"there is no unit {facts.Unit} on the list").Shown(PreviewRow.Refused);
        if (!there.TryGetValue(facts.Number, out var asset))
            return row.Shown(PreviewRow.New);
        var difference = asset.Difference(facts);
        return row.Shown(difference.Length == 0 ? PreviewRow.Same : PreviewRow.Changed, difference);
    }

    static void Write(Transaction transaction, string organisation, AssetFacts facts, Actor actor, DateTimeOffset now) =>
        transaction.Write(
            """
            insert into assets (id, organisation_code, sub_unit_code, number, name_th, acquired_on, price, life_years, changed_at,
                changed_by)
            values (@id, @organisation, @Unit, @Number, @NameTh, @AcquiredOn, @Price, @LifeYears, @now, @PersonId)
            on conflict (organisation_code, number) do update set sub_unit_code = excluded.sub_unit_code,
                name_th = excluded.name_th, acquired_on = excluded.acquired_on, price = excluded.price,
                life_years = excluded.life_years, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """, new
            {
                id = Ids.New(now),
                organisation,
                facts.Unit,
                facts.Number,
                facts.NameTh,
                facts.AcquiredOn,
                facts.Price,
                facts.LifeYears,
                now,
                actor.PersonId,
            });

    sealed class Asset
    {
        public string SubUnitCode { get; init; } = "";
        public string Number { get; init; } = "";
        public string NameTh { get; init; } = "";
        public DateOnly AcquiredOn { get; init; }
        public string Price { get; init; } = "";
        public long LifeYears { get; init; }

        public string Difference(AssetFacts facts) => string.Join("; ", new (string Label, string Was, string Is)[]
        {
            ("หน่วยงาน", SubUnitCode, facts.Unit),
            ("รายการ", NameTh, facts.NameTh),
            ("วันที่ได้มา", Day(AcquiredOn), Day(facts.AcquiredOn)),
            ("ราคา", Price, facts.Price),
            ("อายุ", $"{LifeYears}", $"{facts.LifeYears}"),
        }
        .Where(field => field.Was != field.Is).Select(field => $"{field.Label}: {field.Was} → {field.Is}"));

        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
