using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;

namespace WorkflowHost.Activities.Letters;

/// <summary>
/// The letter to the agency's head, ready to print and sign (A-07), in the form of a หนังสือภายนอก: Thai numerals, the
/// number and the date left blank. Who signs it writes both by hand.
/// </summary>
/// <param name="Number">"ตย ๕๓๐๐๑/": the office's prefix; the running number is given when it is signed.</param>
/// <param name="Sender">The organisation and where it is, line by line.</param>
/// <param name="Date">A date in Thai numerals, or a blank to fill in.</param>
/// <param name="Officers">Who is to have the right, one numbered line each.</param>
/// <param name="SignerTitle">The lines under the signer's name; acting wording included.</param>
public sealed record LetterDraft(
    string Number,
    IReadOnlyList<string> Sender,
    string Date,
    string Subject,
    string Addressee,
    string ReferredTo,
    string Opening,
    string Assignment,
    IReadOnlyList<string> Officers,
    string Request,
    string Closing,
    string SignerName,
    IReadOnlyList<string> SignerTitle,
    IReadOnlyList<string> Contact,
    IReadOnlyList<string> References)
{
    public const string BlankDate = "วันที่ ......................................";
    public const string BlankName = "(......................................................)";
    const string BlankPost = "ตำแหน่ง ............................";

    public static LetterDraft Compose(LetterFacts facts) => new(
        ThaiDigits.ToThai(facts.LetterPrefix) + "/",
        [facts.OrganisationName, .. facts.Place],
        facts.Date is { } date ? ThaiDate.LetterForm(date) : BlankDate,
        $"{(facts.Officers.Any(officer => officer.Replaced is null) ? "ขอสิทธิ" : "ขอเปลี่ยนตัวผู้มีสิทธิ")}เข้าใช้งานระบบ {facts.System}",
        facts.Addressee,
        facts.ReferredTo,
        $"ตามหนังสือที่อ้างถึง {facts.Agency}แจ้งให้ขอสิทธิเข้าใช้งานระบบ {facts.System} ผ่านระบบขอสิทธิออนไลน์ "
            + $"ตั้งแต่วันที่ {ThaiDate.LetterForm(facts.OpensOn)} เป็นต้นไป ความละเอียดแจ้งแล้ว นั้น",
        $"{facts.OrganisationName}ขอมอบหมายเจ้าหน้าที่ในสังกัด จำนวน {ThaiDigits.ToThai(facts.Officers.Count)} คน "
            + $"เป็นผู้มีสิทธิเข้าใช้งานระบบ {facts.System} ดังนี้",
        [.. facts.Officers.Select((officer, index) => Line(officer, index + 1))],
        "จึงเรียนมาเพื่อโปรดพิจารณาให้สิทธิแก่เจ้าหน้าที่ดังกล่าวต่อไป",
        "ขอแสดงความนับถือ",
        facts.SignerName is { Length: > 0 } name ? $"({name})" : BlankName,
        Title(facts),
        Contacts(facts),
        [.. facts.Officers.Select(officer => officer.Reference)]);

    /// <summary>"นายกเทศมนตรีตำบลบ้านลองดู": the executive of a type, with the organisation's own name.</summary>
    public static string ExecutiveOf(string type, string organisationName)
    {
        var names = OrganisationType.Names(type);
        return organisationName.StartsWith(names.NameTh, StringComparison.Ordinal)
            ? names.ExecutiveTh + organisationName[names.NameTh.Length..]
            : $"{names.ExecutiveTh} {organisationName}";
    }

    static string Line(LetterOfficer officer, int number)
    {
        var line = $"{ThaiDigits.ToThai(number)}. {officer.NameTh}";
        if (officer.Seat is { } seat)
            line += $" เป็นผู้มีสิทธิลำดับที่ {ThaiDigits.ToThai((int)seat)}";
        if (officer.Replaced is { } replaced)
            line += $" แทน{replaced}" + (officer.RevokedOn is { } day ? $" ซึ่งยกเลิกสิทธิแล้วเมื่อวันที่ {ThaiDate.LetterForm(day)}" : "");
        return line;
    }

    // รักษาราชการแทน and ปฏิบัติราชการแทน stand between the signer's own post and the post that is acted for.
    static string[] Title(LetterFacts facts)
    {
        var executive = ExecutiveOf(facts.OrganisationType, facts.OrganisationName);
        return facts.Capacity == Capacity.Own ? [executive] : [$"{BlankPost} {Capacity.Thai(facts.Capacity)}", executive];
    }

    static string[] Contacts(LetterFacts facts) =>
    [
        OrganisationType.IsLocalGovernment(facts.OrganisationType) ? "สำนักปลัด" : facts.OrganisationName,
        "โทร. ..............................",
        .. facts.Email.Length > 0 ? [$"ไปรษณีย์อิเล็กทรอนิกส์ {facts.Email}"] : Array.Empty<string>(),
    ];
}

/// <summary>What a letter is made of.</summary>
/// <param name="Place">District and province, one a line.</param>
/// <param name="Date">Null leaves the date to be filled in by hand.</param>
/// <param name="ReferredTo">The circular with its number and date, in Thai numerals.</param>
/// <param name="Capacity">One of <see cref="People.Capacity"/>: in which the signer signs.</param>
/// <param name="SignerName">Null when nobody is known.</param>
public sealed record LetterFacts(
    string OrganisationName,
    string OrganisationType,
    string LetterPrefix,
    string Email,
    IReadOnlyList<string> Place,
    DateOnly? Date,
    string System,
    string Agency,
    string Addressee,
    string ReferredTo,
    DateOnly OpensOn,
    string Capacity,
    string? SignerName,
    IReadOnlyList<LetterOfficer> Officers);

/// <summary>An officer of a letter.</summary>
/// <param name="Seat">Null where seats are not limited.</param>
/// <param name="Replaced">Whose right this one replaces (A-06).</param>
/// <param name="Reference">See <see cref="Requests.Reference"/>.</param>
public sealed record LetterOfficer(string NameTh, long? Seat, string Reference, string? Replaced = null, DateOnly? RevokedOn = null);
