using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Sites;

/// <summary>Compares the name on a list with the one from ThaID; only one of them may have the title.</summary>
static class SitePerson
{
    static readonly string[] Titles =
    [
        "นางสาว", "น.ส.", "นาง", "นาย", "ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "ดร.", "ผศ.", "รศ.",
        "จ่าเอก", "สิบเอก", "ร้อยตรี", "ร้อยโท", "ร้อยเอก", "พันจ่าเอก",
    ];

    public static bool IsSame(string one, string other) =>
        Bare(one) is { Length: > 0 } name && string.Equals(name, Bare(other), StringComparison.Ordinal);

    static string Bare(string name)
    {
        var text = ThaiText.Normalise(name);
        var title = Titles.OrderByDescending(title => title.Length)
            .FirstOrDefault(title => text.StartsWith(title, StringComparison.Ordinal));
        return (title is null ? text : text[title.Length..]).Replace(" ", "", StringComparison.Ordinal);
    }
}
