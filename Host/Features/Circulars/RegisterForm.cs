using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>A circular as it is typed on the form of the register.</summary>
public sealed class RegisterForm
{
    public string? Number { get; set; }

    /// <summary>In letters or digits, B.E. or C.E.; empty with <see cref="DateUnknown"/>.</summary>
    public string? Date { get; set; }

    public bool DateUnknown { get; set; }
    public string? TitleTh { get; set; }
    public string? TitleEn { get; set; }
    public string Speed { get; set; } = SpeedClass.Normal;
    public string? SpeedDate { get; set; }
    public string? SpeedTime { get; set; }
    public string? Aliases { get; set; }
    public string? References { get; set; }
    public string? Enclosures { get; set; }
    public List<ClauseRow> Clauses { get; set; } = [];
    public List<DateRow> Dates { get; set; } = [];
    public string? ContactUnit { get; set; }
    public string? ContactPhone { get; set; }
    public string? ContactEmail { get; set; }

    /// <summary>Room for more clauses and dates.</summary>
    public void Widen(int by)
    {
        for (var i = 0; i < by; i++)
        {
            Clauses.Add(new());
            Dates.Add(new());
        }
    }

    /// <exception cref="RefusedException">A date or time can't be read; its code names the field.</exception>
    public CircularForm Read(string agency) => new(agency, Number ?? "", ReadDate(), TitleTh ?? "",
        string.IsNullOrWhiteSpace(TitleEn) ? TitleTh ?? "" : TitleEn, Speed, ReadSpeed(), Lines(Aliases), Lines(References),
        Lines(Enclosures),
        [.. Clauses.Where(row => !row.IsEmpty).Select(row => new ClauseLine(row.Phrase?.Trim() ?? "",
            First(row.SummaryTh, row.Phrase), First(row.SummaryEn, row.SummaryTh, row.Phrase)))],
        [.. Dates.Where(row => !row.IsEmpty).Select(Line)],
        string.IsNullOrWhiteSpace(ContactUnit) ? []
            : [new Contact(ContactUnit.Trim(), ContactUnit.Trim(), Blank(ContactPhone), Blank(ContactEmail), null)]);

    DateOnly? ReadDate()
    {
        if (DateUnknown)
            return string.IsNullOrWhiteSpace(Date) ? null : throw Refusal("date",
                "เลือก “ไม่ทราบวันที่” พร้อมกับพิมพ์วันที่ไม่ได้", "Either the date is unknown or it is given.");
        return ThaiDate.TryParse(Date, out var date) ? date : throw Refusal("date",
            "อ่านวันที่ของหนังสือไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2566 หรือเลือก “ไม่ทราบวันที่”",
            "The letter's date can't be read; type 6/11/2566, or tick that it is unknown.");
    }

    DateTimeOffset? ReadSpeed()
    {
        if (string.IsNullOrWhiteSpace(SpeedDate) && string.IsNullOrWhiteSpace(SpeedTime))
            return null;
        return ThaiDate.TryParse(SpeedDate, out var date) && ReadTime(SpeedTime) is { } time ? ThaiDate.At(date, time)
            : throw Refusal("speed-until", "อ่านวันเวลาของ “ด่วนภายใน” ไม่ได้ พิมพ์เช่น 6/11/2566 และ 16.30",
                "The date and time of “within” can't be read; type 6/11/2566 and 16:30.");
    }

    static DeadlineLine Line(DateRow row)
    {
        if (!ThaiDate.TryParse(row.Date, out var date))
            throw Refusal("deadlines", $"อ่านวันที่ “{row.Date}” ไม่ได้", $"“{row.Date}” is no date.");
        var time = string.IsNullOrWhiteSpace(row.Time) ? (TimeOnly?)null : ReadTime(row.Time)
            ?? throw Refusal("deadlines", $"อ่านเวลา “{row.Time}” ไม่ได้ พิมพ์เช่น 16.30", $"“{row.Time}” is no time; type 16:30.");
        return new DeadlineLine(row.Clause, date, time, row.Kind, row.WhatTh?.Trim() ?? "", First(row.WhatEn, row.WhatTh));
    }

    /// <summary>"16.30" or "16:30"; null when it is neither.</summary>
    internal static TimeOnly? ReadTime(string? text) => TimeOnly.TryParseExact(
        ThaiDigits.ToArabic(text?.Trim() ?? "").Replace('.', ':'), "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? time : null;

    static IReadOnlyList<string> Lines(string? text) =>
        [.. (text ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    static string First(params string?[] texts) => texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim() ?? "";

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static RefusedException Refusal(string code, string thai, string english) => new(code, thai, english);

    public sealed class ClauseRow
    {
        public string? Phrase { get; set; }
        public string? SummaryTh { get; set; }
        public string? SummaryEn { get; set; }

        public bool IsEmpty => ((string?[])[Phrase, SummaryTh, SummaryEn]).All(string.IsNullOrWhiteSpace);
    }

    public sealed class DateRow
    {
        public int Clause { get; set; } = 1;
        public string? Date { get; set; }
        public string? Time { get; set; }
        public string Kind { get; set; } = "deadline";
        public string? WhatTh { get; set; }
        public string? WhatEn { get; set; }

        public bool IsEmpty => ((string?[])[Date, Time, WhatTh, WhatEn]).All(string.IsNullOrWhiteSpace);
    }
}
