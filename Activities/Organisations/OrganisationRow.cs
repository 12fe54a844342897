namespace WorkflowHost.Activities.Organisations;

/// <summary>One organisation as a file states it. Names are not unique, not even in a province: the code is.</summary>
/// <param name="Code">Unique key.</param>
/// <param name="NameTh">Full Thai name.</param>
/// <param name="ShortNameTh">Short Thai name, for tables.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Type">One of <see cref="OrganisationType"/>.</param>
/// <param name="ProvinceCode">Two digits; null only for central bodies.</param>
/// <param name="DistrictCode">Four digits.</param>
/// <param name="TambonCode">Six digits.</param>
/// <param name="LetterPrefix">What its letter numbers begin with, for example ยส 52301.</param>
/// <param name="Email">Central mailbox.</param>
/// <param name="ParentCode">From whom circulars reach it: province or district; for a sub-unit its local government.</param>
/// <param name="DistrictTh">Name of the district, for one that is not stored yet.</param>
/// <param name="Line">Where it stands in its file, the header being 1; 0 when it comes from elsewhere.</param>
public sealed record OrganisationRow(
    string Code,
    string NameTh,
    string? ShortNameTh,
    string? NameEn,
    string Type,
    string? ProvinceCode,
    string? DistrictCode,
    string? TambonCode,
    string? LetterPrefix,
    string? Email,
    string? ParentCode,
    string? DistrictTh = null,
    int Line = 0);
