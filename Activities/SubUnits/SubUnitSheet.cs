using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>The spreadsheet of a list of sub-units: the same columns in the template, the import and the export.</summary>
public static class SubUnitSheet
{
    public const string Name = "หน่วยงานภายใต้สังกัด";

    /// <summary>The largest local governments have some hundreds.</summary>
    static readonly SheetLimits Limits = new() { Rows = 2_000 };

    const string Yes = "ใช่";
    const string No = "ไม่ใช่";

    static readonly string[] YesWords = ["", Yes, "ยังดำเนินกิจการ", "yes", "true", "1"];
    static readonly string[] NoWords = [No, "ไม่", "เลิกกิจการ", "no", "false", "0"];

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("code", "รหัสหน่วยงาน", Width: 16),
        new("name", "ชื่อหน่วยงาน", Width: 44),
        new("kind", "ประเภท", Width: 20, Choices: [.. SubUnitKind.All.Select(kind => kind.Thai)]),
        new("operates", $"ดำเนินกิจการในปีงบประมาณ {SubUnitForm.FiscalYear}", IsRequired: false, Width: 24, Choices: [Yes, No]),
        new("person", "ชื่อผู้รับบัญชี", IsRequired: false, Width: 28),
        new("citizen", "เลขประจำตัวประชาชนผู้รับบัญชี", IsRequired: false, Width: 24),
    ];

    static readonly SheetColumn State = new("state", "สถานะ", IsRequired: false, Width: 24);

    /// <summary>An empty list with its header, to be filled in.</summary>
    public static byte[] Template() => SheetFile.Write(Name, Columns, []);

    /// <summary>A list as it is; citizen ids are not given away, and an import leaves what is empty as it was.</summary>
    public static byte[] Write(IEnumerable<SubUnit> units) => SheetFile.Write(Name, [.. Columns, State], units.Select(unit =>
        (IReadOnlyList<string>)[unit.Code, unit.NameTh, SubUnitKind.Thai(unit.Kind), Yes, unit.PersonName, "",
            SubUnitState.Thai(unit.State)]));

    /// <summary>Every row as it would be stored, or with what is wrong with it.</summary>
    /// <exception cref="RefusedException">The file can't be read as such a sheet.</exception>
    public static IReadOnlyList<SubUnitRow> Read(Stream file, CitizenIds citizens)
    {
        var rows = SheetFile.Read(file, Columns, Limits).Rows.Select(row => Read(row, citizens)).ToList();
        foreach (var twice in rows.Where(row => row.Facts is not null).GroupBy(row => row.Facts!.Code).Where(rows =>
            rows.Count() > 1))
            foreach (var row in twice.Skip(1).ToList())
                rows[rows.IndexOf(row)] = row.Refuse(new SheetProblem(row.Line, Columns[0].Header, row.Code,
                    $"แถว {row.Line}: รหัส {row.Code} ซ้ำกับแถว {twice.First().Line}",
                    $"Row {row.Line}: the code {row.Code} stands already in row {twice.First().Line}."));
        return rows;
    }

    static SubUnitRow Read(SheetRow row, CitizenIds citizens)
    {
        var read = new SubUnitRow(row.Line, row["code"], row["name"], null, row.Problems);
        if (row.Problems.Count > 0)
            return read;
        var operates = row["operates"].ToLowerInvariant();
        if (!YesWords.Contains(operates) && !NoWords.Contains(operates))
            return read.Refuse(new SheetProblem(row.Line, Columns[3].Header, operates,
                $"แถว {row.Line}: {Columns[3].Header} ต้องเป็น {Yes} หรือ {No}",
                $"Row {row.Line}: {Columns[3].Header} is {Yes} or {No}."));
        try
        {
            return read with
            {
                Facts = new SubUnitForm(row["code"], row["name"], row["kind"], row["person"], YesWords.Contains(operates),
                    row["citizen"]).Checked(citizens),
            };
        }
        catch (RefusedException refused)
        {
            return read.Refuse(Problem(row.Line, refused));
        }
    }

    internal static SheetProblem Problem(int line, RefusedException refused) => new(
        line, null, "", $"แถว {line}: {refused.Thai}", $"Row {line}: {refused.English}", refused.Rule);
}

/// <summary>A row of such a sheet.</summary>
/// <param name="Facts">Null when the row is refused.</param>
public sealed record SubUnitRow(
    int Line, string Code, string Name, SubUnitFacts? Facts, IReadOnlyList<SheetProblem> Problems)
{
    internal PreviewRow Shown(string change, string difference, IReadOnlyList<SheetProblem> problems,
        IReadOnlyList<SheetProblem>? notices = null) => new(Line, Code, Name, change, difference, problems, notices ?? []);

    public SubUnitRow Refuse(SheetProblem problem) => this with { Facts = null, Problems = [.. Problems, problem] };
}
