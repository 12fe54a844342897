using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Letters;

/// <summary>Drafts the letter of a request from what is stored. Reads only.</summary>
public sealed class LetterDesk(Database database, DefinitionStore definitions, Filing filing, TimeProvider clock)
{
    /// <summary>The settings of the letter step as published: the addressee, the clause, the largest file.</summary>
    public async Task<RequireLetter.Values> SettingsAsync() =>
        SettingsBinder.Constants<RequireLetter.Values>((await definitions.PublishedAsync(Filing.Definition)).FirstOfType("Gov.RequireLetter")
            ?? throw new InvalidOperationException($"The definition '{Filing.Definition}' has no step Gov.RequireLetter."));

    /// <param name="capacity">One of <see cref="Capacity"/>.</param>
    /// <param name="together">Names every officer of the organisation whose request is open (left open 4).</param>
    public async Task<LetterDraft> DraftAsync(Request request, string capacity, DateOnly? date, bool together)
    {
        var rules = await filing.RulesAsync();
        var facts = (await StoredCircular.FindAsync(database, request.CircularId))!;
        var organisation = (await Organisation.FindAsync(database, request.OrganisationCode))!;
        return LetterDraft.Compose(new LetterFacts(
            organisation.NameTh, request.OrganisationType, organisation.LetterPrefix, organisation.Email, await PlaceAsync(organisation), date,
            request.System, facts.OwnerAgency.NameTh, (await SettingsAsync()).Addressee, ReferredTo(facts), ThaiDate.BangkokDate(rules.OpensAt),
            capacity, await SignerAsync(request.OrganisationCode, capacity), await OfficersAsync(request, rules, together)));
    }

    /// <summary>"หนังสือสำนักงบประมาณ ด่วนที่สุด ที่ นร ๐๗๒๑/ว ๙ ลงวันที่ ๒ พฤศจิกายน ๒๕๖๖": the owner's own dated letter.</summary>
    public static string ReferredTo(CircularFacts facts)
    {
        var letter = facts.Documents.LastOrDefault(document => document.Issuer.NameTh == facts.OwnerAgency.NameTh && document.Date is not null)
            ?? facts.Documents[0];
        var speed = letter.Speed switch { "most_urgent" => " ด่วนที่สุด", "very_urgent" => " ด่วนมาก", "urgent" => " ด่วน", _ => "" };
        var date = letter.Date is { } day ? $" ลงวันที่ {ThaiDate.LetterForm(day)}" : "";
        return $"หนังสือ{letter.Issuer.NameTh}{speed} ที่ {ThaiDigits.ToThai(letter.NumberArabic ?? letter.Number ?? "")}{date}";
    }

    async Task<IReadOnlyList<string>> PlaceAsync(Organisation organisation)
    {
        var above = await database.QueryAsync<Organisation>(
            "select * from organisations where code in @codes",
            new { codes = organisation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) });
        var district = above.FirstOrDefault(row => row.Type == OrganisationType.District);
        var province = above.FirstOrDefault(row => row.Type == OrganisationType.Province);
        return [string.Join(' ', new[] { district?.NameTh, ProvinceName(province?.NameTh) }.Where(name => !string.IsNullOrEmpty(name)))];
    }

    // In the tree a province is its office: "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด…". A letter's head has the province.
    static string? ProvinceName(string? office) =>
        office?.LastIndexOf("จังหวัด", StringComparison.Ordinal) is >= 0 and var start ? office[start..] : office;

    async Task<string?> SignerAsync(string organisation, string capacity)
    {
        var signer = await database.FirstAsync<Person>(
            """
            select p.* from people p join memberships m on m.person_id = p.id
            where m.organisation_code = @organisation and m.role = @role and m.capacity = @capacity
              and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
            order by m.valid_from desc, m.id limit 1
            """, new { organisation, role = Role.Executive, capacity, now = clock.GetUtcNow() });
        return signer?.NameTh;
    }

    async Task<IReadOnlyList<LetterOfficer>> OfficersAsync(Request request, RequestRules.Values rules, bool together)
    {
        var limited = rules.SeatsOf(request.OrganisationType) > 0;
        var rows = await database.QueryAsync<Row>(
            """
            select r.seat, r.reference, p.title_th || p.given_name_th || ' ' || p.family_name_th as name,
                o.title_th || o.given_name_th || ' ' || o.family_name_th as replaced, old.valid_to as revoked_at
            from requests r join people p on p.id = r.person_id
            left join rights old on old.id = r.old_right_id left join people o on o.id = old.person_id
            where r.organisation_code = @OrganisationCode and r.system = @System and r.kind <> @confirm
              and (r.id = @Id or (@all = 1 and r.closed_at is null))
            order by r.seat
            """, new { request.OrganisationCode, request.System, confirm = RequestKind.Confirm, request.Id, all = together ? 1 : 0 });
        return [.. rows.Select(row => new LetterOfficer(row.Name, limited ? row.Seat : null, row.Reference, row.Replaced,
            row.RevokedAt is { } at ? ThaiDate.BangkokDate(at) : null))];
    }

    sealed class Row
    {
        public long Seat { get; init; }
        public string Reference { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Replaced { get; init; }
        public DateTimeOffset? RevokedAt { get; init; }
    }
}
