using WorkflowHost.Activities.Organisations;

namespace WorkflowHost.Activities.Data;

/// <summary>An invented province to try things in. Its code 99 belongs to no real one.</summary>
/// <param name="Province">จังหวัดตัวอย่าง.</param>
/// <param name="Districts">Its invented districts.</param>
/// <param name="Organisations">
/// Its invented organisations, parents before children, and the real central bodies above them.
/// </param>
public sealed record DemoProvince(
    Province Province, IReadOnlyList<DemoDistrict> Districts, IReadOnlyList<OrganisationRow> Organisations);

/// <summary>An invented district.</summary>
public sealed record DemoDistrict(string Code, string NameTh, string NameEn);
