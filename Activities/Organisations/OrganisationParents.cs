using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Organisations;

/// <summary>
/// Puts organisations of a file under their parents. Where a row names none, its type says it: provincial administrations,
/// cities and towns answer to their province, tambons and their municipalities to their district. Provinces, districts and
/// central bodies that nobody has stored yet are made from their codes.
/// </summary>
public sealed class OrganisationParents
{
    readonly Dictionary<string, string> provinces = [];
    readonly Dictionary<string, string> districts = [];
    readonly HashSet<string> codes = [];
    readonly List<OrganisationRow> made = [];
    readonly OrganisationFileProblems problems = new();
    string? centre;

    OrganisationParents() { }

    /// <summary>All rows with their parents, those that were made first; or everything that is wrong, and no rows.</summary>
    /// <param name="stored">What the store holds already.</param>
    public static OrganisationFileContent Find(IReadOnlyList<OrganisationRow> rows, IEnumerable<Organisation> stored)
    {
        var parents = new OrganisationParents();
        foreach (var known in stored)
            parents.Know(known.Code, known.Type, known.ProvinceCode, known.DistrictCode);
        foreach (var row in rows)
            parents.Know(row.Code, row.Type, row.ProvinceCode, row.DistrictCode);
        parents.KnowACentre();
        var placed = rows.Select(parents.Place).ToList();
        return parents.problems.All.Count == 0 ? new([.. parents.made, .. placed], []) : new([], parents.problems.All);
    }

    /// <summary>The code that a province gets when no file named it before.</summary>
    public static string CodeOf(Province province) => "1" + province.Code;

    void Know(string code, string type, string? province, string? district)
    {
        codes.Add(code);
        if (type == OrganisationType.Province && province is not null)
            provinces[province] = code;
        else if (type == OrganisationType.District && district is not null)
            districts[district] = code;
    }

    void KnowACentre()
    {
        var shipped = ShippedData.DemoProvince().Organisations.Where(row => row.Type == OrganisationType.Centre).ToList();
        foreach (var row in shipped.Where(row => codes.Add(row.Code)))
            made.Add(row);
        centre = shipped.FirstOrDefault()?.Code;
    }

    OrganisationRow Place(OrganisationRow row)
    {
        if (row.ParentCode is { } parent)
        {
            if (!codes.Contains(parent))
                problems.UnknownParent(row.Line, parent);
            return row;
        }
        if (row.Type == OrganisationType.SubUnit)
            problems.Missing(row.Line, "parent_code");
        return row with { ParentCode = ParentOf(row) };
    }

    string? ParentOf(OrganisationRow row) => row.Type switch
    {
        OrganisationType.Centre or OrganisationType.SubUnit => null,
        OrganisationType.Province => centre,
        OrganisationType.TambonMunicipality or OrganisationType.Tao when row.DistrictCode is not null => District(row),
        _ => Province(row.ProvinceCode!),
    };

    string Province(string code)
    {
        if (provinces.TryGetValue(code, out var known))
            return known;
        var province = code == ShippedData.DemoProvinceCode
            ? ShippedData.DemoProvince().Province
            : ShippedData.Provinces().Single(province => province.Code == code);
        return provinces[code] =
            Make(new(CodeOf(province), "จังหวัด" + province.NameTh, "จ." + province.NameTh, province.NameEn + " Province",
            OrganisationType.Province, code, null, null, province.LetterAbbreviation + " 0023", null, centre));
    }

    string District(OrganisationRow row)
    {
        var code = row.DistrictCode!;
        if (districts.TryGetValue(code, out var known))
            return known;
        var name = row.DistrictTh ?? " " + code;
        return districts[code] = Make(new("2" + code, "อำเภอ" + name, "อ." + name, $"District {code}",
            OrganisationType.District, row.ProvinceCode, code, null, null, null, Province(row.ProvinceCode!)));
    }

    string Make(OrganisationRow row)
    {
        if (!codes.Add(row.Code))
            problems.CodeTaken(row.Code, row.NameTh);
        made.Add(row);
        return row.Code;
    }
}
