using System.Text.Json;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>A spreadsheet as it was read; shown as a preview, then applied once or never.</summary>
public sealed class SheetImport
{
    public const string SubUnits = "sub-units";
    public const string Assets = "assets";

    public string Id { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string Kind { get; init; } = "";
    public string FileName { get; init; } = "";
    public string Rows { get; init; } = "";
    public string ByPerson { get; init; } = "";

    /// <summary>When the file arrived: what was begun before a cut-off may be finished for a while (T61).</summary>
    public DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset? AppliedAt { get; init; }
    public string? AppliedBy { get; init; }

    /// <summary>What applying it came to, as JSON.</summary>
    public string? Result { get; init; }

    public IReadOnlyList<T> Read<T>() => JsonSerializer.Deserialize<List<T>>(Rows, JsonSerializerOptions.Web)!;

    /// <summary>Those a person may go on with; null when there is none, or it is somebody else's.</summary>
    public static async Task<SheetImport?> FindAsync(Database database, string id, Actor actor) =>
        await database.FirstAsync<SheetImport>("select * from sheet_imports where id = @id", new { id }) is { } import
        && SubUnitAuthority.IsOwn(actor, import.OrganisationCode) ? import : null;

    internal static async Task<string> StoreAsync<T>(
        Database database, string organisation, string kind, string fileName, IReadOnlyList<T> rows, Actor actor,
            DateTimeOffset now)
    {
        var id = Ids.New(now);
        await database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into sheet_imports (id, organisation_code, kind, file_name, rows, by_person, begun_at)
                values (@id, @organisation, @kind, @fileName, @rows, @PersonId, @now)
                """, new
                {
                    id,
                    organisation,
                    kind,
                    fileName = Calendar.ThaiText.Truncate(Calendar.ThaiText.Normalise(fileName), 120),
                    rows = JsonSerializer.Serialize(rows, JsonSerializerOptions.Web),
                    actor.PersonId,
                    now,
                });
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>The import with its row locked, so that two tabs apply it once (T67).</summary>
    /// <exception cref="RefusedException">There is none of this kind, or it is not one's own.</exception>
    internal static async Task<SheetImport> GetAsync(Transaction transaction, string id, string kind, Actor actor)
    {
        transaction.Lock("select id from sheet_imports where id = @id", new { id });
        return await transaction.FirstAsync<SheetImport>(
            "select * from sheet_imports where id = @id and kind = @kind", new { id, kind }) is { } import
            && SubUnitAuthority.IsOwn(actor, import.OrganisationCode) ? import : throw SubUnitRefusals.NotYours();
    }

    internal static void SetApplied(Transaction transaction, string id, ImportResult result, Actor actor, DateTimeOffset now) =>
        transaction.Write(
            "update sheet_imports set applied_at = @now, applied_by = @PersonId, result = @result where id = @id",
            new { now, actor.PersonId, result = JsonSerializer.Serialize(result, JsonSerializerOptions.Web), id });

    internal ImportResult Applied() => JsonSerializer.Deserialize<ImportResult>(Result!, JsonSerializerOptions.Web)!;
}

/// <summary>What an import did.</summary>
/// <param name="Refused">Rows that were left out, each with a reason in the preview.</param>
public sealed record ImportResult(int Added, int Changed, int Same, int Refused);

/// <summary>A row of a preview.</summary>
/// <param name="Change">"new", "changed", "same" or "refused".</param>
/// <param name="Difference">What would change, in words.</param>
/// <param name="Problems">Why it is refused.</param>
/// <param name="Notices">What to look at, although it is taken.</param>
public sealed record PreviewRow(int Line, string Code, string Name, string Change, string Difference,
    IReadOnlyList<SheetProblem> Problems, IReadOnlyList<SheetProblem> Notices)
{
    public const string New = "new";
    public const string Changed = "changed";
    public const string Same = "same";
    public const string Refused = "refused";

    public static ImportResult Count(IReadOnlyCollection<PreviewRow> rows) => new(
        rows.Count(row => row.Change == New), rows.Count(row => row.Change == Changed), rows.Count(row => row.Change == Same),
        rows.Count(row => row.Change == Refused));
}
