using System.Text.RegularExpressions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Descriptors;

/// <summary>The lists of <see cref="OptionLists"/> as they are now.</summary>
public sealed partial class ChoiceLists(Database database, MailTemplates templates, Texts texts)
{
    const int LongestPhrase = 70;

    /// <summary>Every list by its name.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Choice>>> AllAsync()
    {
        var circulars = await StoredCircular.AllAsync(database);
        var agencies = await AgenciesAsync();
        return new Dictionary<string, IReadOnlyList<Choice>>
        {
            [OptionLists.MailTemplates] = [.. templates.Names.Order(StringComparer.Ordinal).Select(Template)],
            [OptionLists.Clauses] = [.. circulars.SelectMany(circular => circular.Clauses).Select(Clause)],
            [OptionLists.Circulars] = [.. circulars.Select(
                circular => new Choice(circular.Id, $"{circular.Id} {texts[circular.TitleTh, circular.TitleEn]}"))],
            [OptionLists.Agencies] = agencies,
            [OptionLists.AskedOrganisations] =
            [
                new(AskOrganisation.Own, texts["หน่วยงานนี้เอง", "The organisation itself"]),
                new(AskOrganisation.District, texts["อำเภอของหน่วยงาน", "Its district"]),
                new(AskOrganisation.Province, texts["จังหวัดของหน่วยงาน", "Its province"]),
                .. agencies,
            ],
            [OptionLists.OrganisationTypes] =
                [.. OrganisationType.All.Select(type => new Choice(type.Code, texts[type.NameTh, type.NameEn]))],
        };
    }

    // The first line of a template is its subject.
    Choice Template(string name)
    {
        var subject = File.ReadLines(Path.Combine(Folders.MailTemplates, $"{name}.{texts.Code}.hbs")).First();
        return new(name, $"{name} – {Hole().Replace(subject, "… ").Trim()}");
    }

    Choice Clause(Clause clause)
    {
        var summary = texts[clause.SummaryTh, clause.SummaryEn];
        return new(clause.Id, $"{clause.Id} {(summary.Length > LongestPhrase ? summary[..LongestPhrase] + "…" : summary)}");
    }

    async Task<IReadOnlyList<Choice>> AgenciesAsync() =>
    [
        .. (await database.QueryAsync<Agency>(
                "select code, name_th, name_en from organisations where parent_code is null or type = @Centre order by code",
                new { OrganisationType.Centre }))
            .Select(agency => new Choice(agency.Code, texts[agency.NameTh, agency.NameEn])),
    ];

    [GeneratedRegex(@"(\{\{.*?\}\}\s*)+")]
    private static partial Regex Hole();

    sealed class Agency
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }
}
