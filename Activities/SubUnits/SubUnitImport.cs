using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>
/// A list of sub-units by spreadsheet: read, shown as a preview, then applied. Only what differs from the list is written, so
/// the same file twice changes nothing (T69). A wrong row is refused with its reason, the others are taken.
/// </summary>
public sealed class SubUnitImport(Database database, CitizenIds citizens, TimeProvider clock)
{
    /// <summary>Reads the file and keeps it for the preview; the list stays as it is.</summary>
    /// <returns>The import's id.</returns>
    /// <exception cref="RefusedException">Not one's own, or the file is no such sheet.</exception>
    public Task<string> BeginAsync(string organisation, Stream file, string fileName, Actor actor)
    {
        if (!SubUnitAuthority.IsOwn(actor, organisation))
            throw SubUnitRefusals.NotYours();
        var begunAt = clock.GetUtcNow();
        return SheetImport.StoreAsync(
            database, organisation, SheetImport.SubUnits, fileName, SubUnitSheet.Read(file, citizens), actor, begunAt);
    }

    /// <summary>What applying it now would do, row by row; changes nothing.</summary>
    public async Task<IReadOnlyList<PreviewRow>> PreviewAsync(SheetImport import) =>
        [.. (await CompareAsync(database, import)).Select(row => row.Shown)];

    /// <summary>Writes what differs. A second call answers what the first did.</summary>
    /// <exception cref="RefusedException">There is no such import of one's own.</exception>
    public Task<ImportResult> ApplyAsync(string id, Actor actor) => database.WriteAsync(async transaction =>
    {
        var import = await SheetImport.GetAsync(transaction, id, SheetImport.SubUnits, actor);
        if (import.AppliedAt is not null)
            return import.Applied();
        SubUnitDesk.LockList(transaction, import.OrganisationCode);
        var now = clock.GetUtcNow();
        var rows = await CompareAsync(transaction, import);
        var writing = new SubUnitWriting(transaction, now, actor.PersonId, "C-03");
        foreach (var row in rows)
            if (row.Shown.Change == PreviewRow.New)
                writing.Add(import.OrganisationCode, row.Facts!, row.IsLate);
            else if (row.Shown.Change == PreviewRow.Changed)
                writing.Change(row.Unit!, row.Facts!);
        var result = PreviewRow.Count([.. rows.Select(row => row.Shown)]);
        SheetImport.SetApplied(transaction, id, result, actor, now);
        return result;
    });

    async Task<List<Compared>> CompareAsync(IQueries store, SheetImport import)
    {
        var there = (await SubUnit.OfAsync(store, import.OrganisationCode)).ToDictionary(unit => unit.Code);
        // Additions need the menu to be open, or the file to have arrived while it was (C-04, T61).
        var (late, closed) = await Closings.ClosingTimes.LookAsync(
            store, SubUnitDesk.Circular, SubUnitDesk.MenuCloses, clock.GetUtcNow(), import.BegunAt);
        var rows = import.Read<SubUnitRow>();
        var elsewhere = await ElsewhereAsync(store, rows, import.OrganisationCode);
        return [.. rows.Select(row => Compare(row, there, late, closed, elsewhere))];
    }

    // One person may serve in two offices; somebody should look at it all the same (T70).
    static async Task<HashSet<string>> ElsewhereAsync(IQueries store, IReadOnlyList<SubUnitRow> rows,
        string organisation)
    {
        var hashes = rows.Select(row => row.Facts?.CitizenHash).OfType<string>().ToList();
        var here = hashes.GroupBy(hash => hash).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        foreach (var hash in hashes.Distinct())
            if (await store.FirstAsync<string>(
                "select id from sub_units where citizen_hash = @hash and removed_at is null "
                + "and organisation_code <> @organisation",
                new { hash, organisation }) is not null)
                here.Add(hash);
        return here;
    }

    static Compared Compare(SubUnitRow row, Dictionary<string, SubUnit> there, bool late, RefusedException? closed,
        HashSet<string> elsewhere)
    {
        if (row.Facts is not { } facts)
            return new(row.Shown(PreviewRow.Refused, "", row.Problems), null, null, false);
        IReadOnlyList<SheetProblem> notices = facts.CitizenHash is { } hash && elsewhere.Contains(hash) ? [Notice(row)] : [];
        if (!there.TryGetValue(facts.Code, out var unit))
            return closed is null
                ? new(row.Shown(PreviewRow.New, "", [], notices), facts, null, late)
                : new(row.Shown(PreviewRow.Refused, "", [SubUnitSheet.Problem(row.Line, closed)]), null, null, false);
        var difference = SubUnitWriting.Difference(unit, facts);
        if (difference.Length == 0)
            return new(row.Shown(PreviewRow.Same, "", [], notices), facts, unit, false);
        return unit.State == SubUnitState.Confirmed
            ? new(row.Shown(PreviewRow.Refused, difference, [SubUnitSheet.Problem(row.Line, SubUnitRefusals.Confirmed())]),
                null, null, false)
            : new(row.Shown(PreviewRow.Changed, difference, [], notices), facts, unit, false);
    }

    static SheetProblem Notice(SubUnitRow row) => new(row.Line, null, row.Facts!.CitizenMasked!,
        $"แถว {row.Line}: เลขประจำตัวนี้มีอยู่ที่หน่วยงานอื่นด้วย รับไว้ได้ โปรดตรวจว่าเป็นคนเดียวกันจริง",
        $"Row {row.Line}: this citizen id stands at another unit too. It is taken; make sure it is the same person.");

    sealed record Compared(PreviewRow Shown, SubUnitFacts? Facts, SubUnit? Unit, bool IsLate);
}
