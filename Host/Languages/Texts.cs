using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Web.Languages;

/// <summary>
/// The words of a page in the visitor's language: <c>@T["คำขอ", "Requests"]</c>. Both stand beside each other, so that
/// who changes one sees the other.
/// </summary>
public sealed class Texts
{
    public bool IsThai => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "en";

    /// <summary>"th" or "en".</summary>
    public string Code => IsThai ? "th" : "en";

    public string this[string thai, string english] => IsThai ? thai : english;

    /// <summary>"6 พ.ย. 2566" or "6 Nov 2023".</summary>
    public string Date(DateOnly date) => IsThai ? ThaiDate.ShortForm(date) : ThaiDate.EnglishShort(date);

    /// <summary>The day in Bangkok.</summary>
    public string Date(DateTimeOffset instant) => Date(ThaiDate.BangkokDate(instant));

    /// <summary>"วันจันทร์ที่ 6 พฤศจิกายน 2566" or "Monday 6 November 2023 (B.E. 2566)".</summary>
    public string LongDate(DateOnly date) => IsThai ? ThaiDate.WithWeekday(date) : ThaiDate.EnglishWithWeekday(date);

    public string LongDate(DateTimeOffset instant) => LongDate(ThaiDate.BangkokDate(instant));

    /// <summary>"6 พ.ย. 2566 09.30 น." or "6 Nov 2023 09:30", Bangkok time.</summary>
    public string Time(DateTimeOffset instant) => IsThai ? ThaiDate.WithTime(instant) : ThaiDate.EnglishWithTime(instant);

    /// <summary>1234 becomes "1,234".</summary>
    public string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public string Name(Person person) => IsThai || person.NameEn.Length == 0 ? person.NameTh : person.NameEn;

    public string RoleName(string role) => IsThai ? Role.Thai(role) : Role.English(role);
}
