namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// Names of months and weekdays, written out here so that no date depends on which ICU version a server has.
/// </summary>
internal static class ThaiMonths
{
    public static readonly string[] Full =
    [
        "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
        "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    ];

    public static readonly string[] Short =
    [
        "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
    ];

    public static readonly string[] English =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>In the order of <see cref="DayOfWeek"/>, without the leading วัน.</summary>
    public static readonly string[] Weekdays = ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"];

    private static readonly Dictionary<string, int> ByName = Index();

    /// <summary>1–12 for พฤศจิกายน, พ.ย., or พย; 0 for anything else.</summary>
    public static int Find(string name) => ByName.GetValueOrDefault(WithoutDots(name));

    private static Dictionary<string, int> Index()
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var month = 1; month <= 12; month++)
        {
            index.Add(Full[month - 1], month);
            index.Add(WithoutDots(Short[month - 1]), month);
        }

        return index;
    }

    private static string WithoutDots(string name) => name.Replace(".", "", StringComparison.Ordinal);
}
