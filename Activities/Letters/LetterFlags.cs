using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Letters;

/// <summary>Something about a letter that a reviewer should look at twice.</summary>
public sealed record LetterFlag(string Tone, string Thai, string English);

/// <summary>Compares a letter with what else is known (T56, T57).</summary>
public sealed class LetterFlags(IQueries queries, TimeProvider clock)
{
    /// <summary>A letter older than this was perhaps written for another request.</summary>
    const int OldAfterDays = 90;

    public async Task<IReadOnlyList<LetterFlag>> OfAsync(Letter letter, Request request, Organisation place, RequireLetter.Values? rules)
    {
        var flags = new List<LetterFlag>();
        AddAddressee(flags, letter, rules);
        await AddSignerAsync(flags, letter, place);
        AddAge(flags, letter);
        await AddOtherUsesAsync(flags, letter);
        if (request.OrganisationType != place.Type)
            flags.Add(new("late",
                $"ประเภทหน่วยงานเปลี่ยนไปหลังยื่นคำขอ: เดิม{OrganisationType.Names(request.OrganisationType).NameTh}",
                $"The organisation changed its type since: it was a {OrganisationType.Names(request.OrganisationType).NameEn}"));
        return flags;
    }

    static void AddAddressee(List<LetterFlag> flags, Letter letter, RequireLetter.Values? rules)
    {
        if (rules is not null && letter.ScanUnreadable)
            flags.Add(new(letter.AddresseeReadBy is null ? "bad" : "late",
                $"ผู้ยื่นแจ้งว่าลายสแกนอ่านไม่ออก: พิมพ์มาว่าเรียน “{letter.Addressee}” ต้องเรียน “{rules.Addressee}” โปรดอ่านคำขึ้นต้นในหนังสือด้วยตาตนเอง",
                $"Handed in as unreadable: typed as “{letter.Addressee}”, required “{rules.Addressee}”. Read the addressee with your own eyes."));
        else if (rules is not null && !ThaiText.AreEqual(letter.Addressee, rules.Addressee))
            flags.Add(new("late",
                $"คำขึ้นต้นอ่านได้ว่า “{letter.Addressee}” ไม่ตรงกับ “{rules.Addressee}” ซึ่งเป็นคำที่มักอ่านผิด โปรดดูในหนังสือจริง",
                $"The addressee reads “{letter.Addressee}”, a known misreading of “{rules.Addressee}”. Look at the letter itself."));
    }

    async Task AddSignerAsync(List<LetterFlag> flags, Letter letter, Organisation place)
    {
        if (letter.SignerCapacity != Capacity.Own)
        {
            flags.Add(new("late",
                $"ลงนามโดยผู้{Capacity.Thai(letter.SignerCapacity)} ตามคำสั่งที่ {letter.SignerOrder}",
                $"Signed by somebody {Capacity.English(letter.SignerCapacity)}, on order {letter.SignerOrder}"));
            return;
        }
        var executives = await queries.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.organisation_code = @Code and m.role = 'executive' and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
            """, new { place.Code, now = clock.GetUtcNow() });
        var signer = ThaiText.SearchKey(letter.SignerName);
        if (executives.Count > 0 && !executives.Any(person =>
            signer.Contains(ThaiText.SearchKey(person.GivenNameTh + person.FamilyNameTh), StringComparison.Ordinal)))
            flags.Add(new("bad",
                $"ผู้ลงนาม “{letter.SignerName}” ไม่ตรงกับผู้บริหารในระบบ: {string.Join(", ", executives.Select(person => person.NameTh))}",
                $"The signer “{letter.SignerName}” is not the executive we know: {string.Join(", ", executives.Select(person => person.NameTh))}"));
    }

    void AddAge(List<LetterFlag> flags, Letter letter)
    {
        var days = ThaiDate.BangkokDate(clock.GetUtcNow()).DayNumber - letter.LetterDate.DayNumber;
        if (days > OldAfterDays)
            flags.Add(new("late", $"หนังสือลงวันที่เมื่อ {days} วันก่อน", $"The letter is {days} days old"));
    }

    async Task AddOtherUsesAsync(List<LetterFlag> flags, Letter letter)
    {
        var others = await queries.QueryAsync<Elsewhere>(
            """
            select distinct o.name_th, o.name_en from letters l join organisations o on o.code = l.organisation_code
            where l.sha256 = @Sha256 and l.organisation_code <> @OrganisationCode order by o.name_th limit 5
            """, new { letter.Sha256, letter.OrganisationCode });
        if (others.Count > 0)
            flags.Add(new("bad",
                $"ไฟล์เดียวกันนี้ถูกใช้โดยหน่วยงานอื่นด้วย: {string.Join(", ", others.Select(other => other.NameTh))}",
                $"Another organisation handed in the very same file: {string.Join(", ", others.Select(other => other.NameEn))}"));
    }

    sealed class Elsewhere
    {
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }
}
