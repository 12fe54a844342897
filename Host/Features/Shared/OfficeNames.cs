using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Shared;

/// <summary>Names for the codes that a list has, read at once, in the language of the page.</summary>
public sealed class OfficeNames
{
    public static readonly OfficeNames None = new(new Dictionary<string, string>());

    readonly IReadOnlyDictionary<string, string> names;

    OfficeNames(IReadOnlyDictionary<string, string> names) => this.names = names;

    /// <summary>The name; the code itself where there is none.</summary>
    public string this[string code] => names.GetValueOrDefault(code, code);

    public static async Task<OfficeNames> OfAsync(Database database, Texts texts, IEnumerable<string> codes)
    {
        var wanted = codes.Distinct().ToList();
        return wanted.Count == 0 ? None : new OfficeNames((await database.QueryAsync<Organisation>(
            "select code, name_th, name_en from organisations where code in @wanted", new { wanted }))
            .ToDictionary(office => office.Code, office => texts[office.NameTh, office.NameEn]));
    }
}
