namespace WorkflowHost.Activities.People;

/// <summary>What somebody may be in an organisation. A person can be several things in several places.</summary>
public static class Role
{
    /// <summary>Files requests and holds rights.</summary>
    public const string Officer = "officer";

    /// <summary>Gets the mayor's letter signed, and acts for the organisation in its own house.</summary>
    public const string Clerk = "clerk";

    /// <summary>The chief executive (นายก), or who acts for them.</summary>
    public const string Executive = "executive";

    /// <summary>Checks requests in the agency that owns the system.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Decides in the agency that owns the system.</summary>
    public const string Director = "director";

    /// <summary>Follows the organisations of a province.</summary>
    public const string Coordinator = "coordinator";

    public const string Designer = "designer";
    public const string Operator = "operator";
    public const string Auditor = "auditor";

    /// <summary>Works with money in an agency: the finance division of circular E.</summary>
    public const string Finance = "finance";

    /// <summary>Approves the accounts of their own organisation in the DLA single sign-on (ผู้ดูแลระบบ SSO, B-04).</summary>
    public const string AdminSso = "admin_sso";

    /// <summary>May see citizen ids in clear, for a reason that is logged (T95).</summary>
    public const string IdReader = "id_reader";

    /// <summary>Roles that a step can ask for an approval.</summary>
    public static IReadOnlyList<string> Deciding { get; } =
        [Reviewer, Director, AdminSso, Coordinator, Clerk, Executive, Finance];

    /// <summary>Roles whose holders may look at every organisation.</summary>
    public static bool SeesTheCountry(string role) => role is Reviewer or Director or Designer or Operator or Auditor
        or Finance;

    public static string Thai(string role) => role switch
    {
        Officer => "เจ้าหน้าที่",
        Clerk => "ปลัด/งานสารบรรณ",
        Executive => "ผู้บริหาร",
        Reviewer => "ผู้ตรวจคำขอ",
        Director => "ผู้อำนวยการ",
        Coordinator => "ผู้ประสานงานจังหวัด",
        Designer => "ผู้ออกแบบกระบวนการ",
        Operator => "ผู้ดูแลระบบ",
        Auditor => "ผู้ตรวจสอบ",
        Finance => "กองคลัง",
        AdminSso => "Admin SSO ของหน่วยงาน",
        IdReader => "ผู้เปิดดูเลขประจำตัวประชาชน",
        _ => role,
    };

    public static string English(string role) => role switch
    {
        Officer => "officer",
        Clerk => "clerk",
        Executive => "executive",
        Reviewer => "reviewer",
        Director => "director",
        Coordinator => "provincial coordinator",
        Designer => "workflow designer",
        Operator => "operator",
        Auditor => "auditor",
        Finance => "finance division",
        AdminSso => "Admin SSO of the organisation",
        IdReader => "reader of citizen ids",
        _ => role,
    };
}

/// <summary>In which capacity somebody acts; acting always names an order.</summary>
public static class Capacity
{
    /// <summary>In one's own office.</summary>
    public const string Own = "own";

    /// <summary>รักษาราชการแทน: for an office whose holder is absent.</summary>
    public const string Acting = "acting";

    /// <summary>"คำสั่งที่ 12/2569", whether or not the words were typed with the number.</summary>
    public static string OrderTh(string? number) => number?.StartsWith("คำสั่ง", StringComparison.Ordinal) == true ? number
        : $"คำสั่งที่ {number}";

    /// <summary>ปฏิบัติราชการแทน: on authority that was delegated.</summary>
    public const string OnBehalf = "on-behalf";

    public static IReadOnlyList<string> All { get; } = [Own, Acting, OnBehalf];

    public static string Thai(string capacity) => capacity switch
    {
        Own => "ลงนามในตำแหน่งของตน",
        Acting => "รักษาราชการแทน",
        OnBehalf => "ปฏิบัติราชการแทน",
        _ => capacity,
    };

    public static string English(string capacity) => capacity switch
    {
        Own => "in own office",
        Acting => "acting",
        OnBehalf => "on behalf",
        _ => capacity,
    };
}
