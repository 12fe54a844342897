using WorkflowHost.Activities.Organisations;

namespace WorkflowHost.Activities.Duties;

/// <summary>A duty in e-Plan and what it is responsible for (D-02 … D-05).</summary>
/// <param name="Key">planning, finance, engineering or education.</param>
/// <param name="HoldsCredentials">Credentials were given before; the holder is only confirmed (D-06).</param>
public sealed record Duty(
    string Key, string Rule, string Thai, string English, string AboutThai, string AboutEnglish, bool HoldsCredentials);

/// <summary>The duties by the guideline's version: four in 2012, three in 2018. The later one rules; education is
/// optional.</summary>
public sealed record Guideline(string Version, string Thai, string English, IReadOnlyList<Duty> Duties)
{
    public const string Engineering = "engineering";
    public const string Education = "education";

    static readonly Duty Planning = new("planning", "D-02", "ด้านการวางแผน", "Planning",
        "ข้อมูลหน่วยงาน ประชากรและชุมชน วิสัยทัศน์ ยุทธศาสตร์ แผนพัฒนา การอนุมัติงบประมาณ ดูแลระบบในภาพรวม "
            + "และประสานงานผู้รับผิดชอบด้านอื่น",
        "Organisation, population and community data, vision, strategies, plan changes, budget approval; the whole "
            + "system, and coordinating the others",
        true);
    static readonly Duty Finance = new("finance", "D-03", "ด้านการคลัง", "Finance",
        "การลงนามสัญญาโครงการ การเบิกจ่าย สถานะรายรับรายจ่าย", "Contract signing, disbursement, status of income and spending",
            true);
    static readonly Duty Engineers = new(Engineering, "D-04", "ด้านช่าง", "Engineering",
        "ระบุพิกัดโครงการ และรายงาน GIS", "Project coordinates and the GIS report", false);
    static readonly Duty Teaching = new(Education, "D-05", "ด้านการศึกษา", "Education",
        "นำเข้าข้อมูลด้านการศึกษา", "Education data", true);

    public static readonly Guideline Of2012 =
        new("2012", "แนวทางปี 2555", "the guideline of 2012", [Planning, Finance, Engineers, Teaching]);
    public static readonly Guideline Of2018 =
        new("2018", "แนวทางปี 2561", "the guideline of 2018", [Planning, Finance, Engineers]);

    /// <summary>Every duty there ever was; those of no current guideline are shown as such.</summary>
    public static IReadOnlyList<Duty> All { get; } = Of2012.Duties;

    /// <exception cref="ArgumentException">There is no such version.</exception>
    public static Guideline Find(string version) => version switch
    {
        "2012" => Of2012,
        "2018" => Of2018,
        _ => throw new ArgumentException($"There is no guideline '{version}'; there are 2012 and 2018.", nameof(version)),
    };

    public bool Has(string duty) => Duties.Any(one => one.Key == duty);

    /// <summary>
    /// Whether engineering credentials wait for a training (D-08, D-09): a provincial administration got its own in fiscal year
    /// 2555 (D-07).
    /// </summary>
    public static bool NeedsTraining(string organisationType) => organisationType != OrganisationType.Pao;
}
