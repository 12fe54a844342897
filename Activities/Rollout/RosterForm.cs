using System.Net.Mail;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sheets;

namespace WorkflowHost.Activities.Rollout;

/// <summary>The roster form (แบบแจ้งรายชื่อฯ): its columns, and one row of it checked.</summary>
public static class RosterForm
{
    const int Longest = 200;

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("office", "หน่วยงาน", Width: 34),
        new("title", "คำนำหน้า", Width: 12),
        new("given", "ชื่อ"),
        new("family", "นามสกุล"),
        new("citizen", "เลขประจำตัวประชาชน", Width: 22),
        new("position", "ตำแหน่ง", Width: 28),
        new("email", "อีเมล", IsRequired: false, Width: 28),
    ];

    /// <summary>A row as typed on the page or read from a sheet, checked against the province's offices.</summary>
    public static RosterRow Check(int line, Func<string, string> cell, IReadOnlyList<Office> offices, CitizenIds vault)
    {
        var problems = new List<SheetProblem>();
        var office = FindOffice(cell("office"), offices);
        if (office is null)
            problems.Add(Problem(line, "หน่วยงาน", cell("office"),
                "ไม่ใช่ที่ทำการปกครองในจังหวัดนี้ พิมพ์ชื่ออำเภอหรือจังหวัดตามทำเนียบ", "is no office of this province"));
        foreach (var (key, header) in new[] { ("given", "ชื่อ"), ("family", "นามสกุล"), ("position", "ตำแหน่ง") })
            if (Text(cell(key)).Length is 0 or > Longest)
                problems.Add(Problem(line, header, cell(key), $"โปรดกรอก{header}", "is empty or too long"));
        // What the cell holds is never repeated: it may be a real person's number, mistyped.
        if (!CitizenId.TryParse(cell("citizen"), out var citizen))
            problems.Add(Problem(line, "เลขประจำตัวประชาชน", "",
                "เลขไม่ครบ 13 หลัก หรือหลักตรวจสอบไม่ถูกต้อง", "has not 13 digits, or its check digit is wrong"));
        var email = Text(cell("email"));
        if (email.Length > 0 && !(MailAddress.TryCreate(email, out var address) && address.Address == email))
            problems.Add(Problem(line, "อีเมล", email, "ที่อยู่อีเมลไม่ถูกต้อง", "is no e-mail address"));
        return problems.Count > 0
            ? new RosterRow(line, null, problems)
            : new RosterRow(line, new RosterEntry(office!.Code, vault.Seal(citizen!), Text(cell("title")), Text(cell("given")),
                Text(cell("family")), Text(cell("position")), email), []);
    }

    // By code, by the office's name, or by what follows ที่ทำการปกครอง.
    static Office? FindOffice(string typed, IReadOnlyList<Office> offices)
    {
        var text = Plain(typed);
        return text.Length == 0 ? null : offices.FirstOrDefault(office => office.Code == typed.Trim())
            ?? offices.FirstOrDefault(office => Plain(office.Thai) == text || Plain(office.NameTh) == text
                || Plain(office.Thai["ที่ทำการปกครอง".Length..]) == text);
    }

    static string Plain(string text) => ThaiText.Normalise(text).Replace(" ", "", StringComparison.Ordinal);

    static string Text(string cell) => ThaiText.Normalise(cell).Trim();

    static SheetProblem Problem(int line, string header, string found, string thai, string english) =>
        new(line, header, found.Length > 60 ? found[..60] + "…" : found, thai, english, "E-03");
}

/// <summary>A row, checked: what it says, or what is wrong with it.</summary>
public sealed record RosterRow(int Line, RosterEntry? Entry, IReadOnlyList<SheetProblem> Problems);

/// <summary>What a row says of a person. The citizen id is sealed already.</summary>
public sealed record RosterEntry(
    string OfficeCode, SealedCitizenId Citizen, string TitleTh, string GivenNameTh, string FamilyNameTh, string PositionTh,
    string Email)
{
    public bool SaysTheSameAs(RosterLine line) => (line.TitleTh, line.GivenNameTh, line.FamilyNameTh, line.PositionTh, line.Email)
        == (TitleTh, GivenNameTh, FamilyNameTh, PositionTh, Email);
}
