namespace WorkflowHost.Activities.Organisations;

/// <summary>
/// The kinds of organisation and how they are called. The codes are what files, rules and the database use. An
/// organisation's type changes over time (a tambon administration becomes a municipality), and with it the branch it takes.
/// </summary>
public static class OrganisationType
{
    /// <summary>A central body: Budget Bureau, DLA, DOPA.</summary>
    public const string Centre = "centre";

    /// <summary>A province; for circulars, its office of local administration (สถจ.).</summary>
    public const string Province = "province";

    /// <summary>A district (อำเภอ).</summary>
    public const string District = "district";

    /// <summary>Provincial administrative organisation (อบจ.).</summary>
    public const string Pao = "pao";

    /// <summary>City municipality (ทน.).</summary>
    public const string CityMunicipality = "city_municipality";

    /// <summary>Town municipality (ทม.).</summary>
    public const string TownMunicipality = "town_municipality";

    /// <summary>Tambon municipality (ทต.).</summary>
    public const string TambonMunicipality = "tambon_municipality";

    /// <summary>Tambon administrative organisation (อบต.).</summary>
    public const string Tao = "tao";

    /// <summary>A unit under a local government: school, hospital, health unit (C-01).</summary>
    public const string SubUnit = "sub_unit";

    /// <summary>All types, from the centre down.</summary>
    public static IReadOnlyList<OrganisationTypeNames> All { get; } =
    [
        new(Centre, "ส่วนราชการส่วนกลาง", "", "Central agency", "หัวหน้าส่วนราชการ", "Head of Agency"),
        new(Province, "จังหวัด", "จ.", "Province", "ผู้ว่าราชการจังหวัด", "Governor"),
        new(District, "อำเภอ", "อ.", "District", "นายอำเภอ", "District Chief"),
        new(Pao, "องค์การบริหารส่วนจังหวัด", "อบจ.", "Provincial Administrative Organization",
            "นายกองค์การบริหารส่วนจังหวัด", "Chief Executive of the Provincial Administrative Organization"),
        new(CityMunicipality, "เทศบาลนคร", "ทน.", "City Municipality", "นายกเทศมนตรีนคร", "City Mayor"),
        new(TownMunicipality, "เทศบาลเมือง", "ทม.", "Town Municipality", "นายกเทศมนตรีเมือง", "Town Mayor"),
        new(TambonMunicipality, "เทศบาลตำบล", "ทต.", "Subdistrict Municipality", "นายกเทศมนตรีตำบล", "Subdistrict Mayor"),
        new(Tao, "องค์การบริหารส่วนตำบล", "อบต.", "Subdistrict Administrative Organization",
            "นายกองค์การบริหารส่วนตำบล", "Chief Executive of the Subdistrict Administrative Organization"),
        new(SubUnit, "หน่วยงานภายใต้สังกัด", "", "Sub-unit", "หัวหน้าหน่วยงาน", "Head of Unit"),
    ];

    /// <summary>Whether this is one of the codes.</summary>
    public static bool IsKnown(string code) => All.Any(type => type.Code == code);

    /// <summary>The names of a type; throws a message that lists the types if there is none of this code.</summary>
    public static OrganisationTypeNames Names(string code) => All.FirstOrDefault(type => type.Code == code)
        ?? throw new ArgumentException(
            $"There is no organisation type '{code}'. The types are {string.Join(", ", All.Select(type => type.Code))}.",
            nameof(code));

    /// <summary>Whether this is a local government (องค์กรปกครองส่วนท้องถิ่น): neither a state office nor a sub-unit.</summary>
    public static bool IsLocalGovernment(string code) =>
        code is Pao or CityMunicipality or TownMunicipality or TambonMunicipality or Tao;
}

/// <summary>How a type is called and who heads it.</summary>
/// <param name="Code">One of the constants of <see cref="OrganisationType"/>.</param>
/// <param name="NameTh">เทศบาลตำบล.</param>
/// <param name="ShortTh">ทต.; empty where there is none.</param>
/// <param name="NameEn">Subdistrict Municipality.</param>
/// <param name="ExecutiveTh">Who signs its letters: นายกเทศมนตรีตำบล.</param>
/// <param name="ExecutiveEn">The same in English.</param>
public sealed record OrganisationTypeNames(
    string Code, string NameTh, string ShortTh, string NameEn, string ExecutiveTh, string ExecutiveEn);
