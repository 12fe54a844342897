using System.Globalization;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Amendments;

/// <summary>An amendment as it is typed on its form: every date and clause of the circular stands there to be changed.</summary>
public sealed class AmendInput
{
    const int Rows = 2;

    public string FormKey { get; set; } = Guid.NewGuid().ToString("N");
    public string? Number { get; set; }
    public string? Date { get; set; }
    public string? Reason { get; set; }
    public List<DateRow> Dates { get; set; } = [];
    public List<ClauseRow> Clauses { get; set; } = [];
    public List<NewClauseRow> NewClauses { get; set; } = [];
    public List<string> AddedTypes { get; set; } = [];
    public string? Added { get; set; }
    public List<string> WithdrawnTypes { get; set; } = [];
    public string? Withdrawn { get; set; }
    public bool EndsRights { get; set; }
    public string? Plan { get; set; }

    /// <summary>The circular as it stands, with room for new clauses.</summary>
    public static AmendInput Of(CircularFacts facts, IEnumerable<CircularDateRow> dates, Texts texts) => new()
    {
        Dates = [.. dates.Select(date => new DateRow
        {
            Key = date.Key,
            Day = texts.Date(date.At),
            Time = date.WholeDay ? "" : TimeOf(date.At),
        })],
        Clauses = [.. facts.Clauses.Select(clause => new ClauseRow
        {
            Id = clause.Id,
            Phrase = clause.Phrase,
            SummaryTh = clause.SummaryTh,
            SummaryEn = clause.SummaryEn,
        })],
        NewClauses = [.. Enumerable.Range(0, Rows).Select(_ => new NewClauseRow())],
    };

    /// <exception cref="RefusedException">A date or time can't be read; its code names the field.</exception>
    public AmendmentForm Read(CircularFacts facts, IReadOnlyList<CircularDateRow> dates) => new(FormKey, facts.Id, Number ?? "",
        ThaiDate.TryParse(Date, out var day) ? day : throw Unreadable("date", Date), Reason ?? "",
        [.. Dates.Where(row => IsChanged(row, dates)).Select(row => new NewDate(row.Key, DayOf(row.Day), Clock(row.Time)))],
        [.. NewClauses.Where(row => !row.IsEmpty).SelectMany((row, index) => AddedDate(row, facts.Clauses.Count + index + 1))],
        [.. Clauses.Where(row => IsChanged(row, facts)).Select(row => new NewWords(row.Id, Lines(row.Phrase),
            Lines(row.SummaryTh), Lines(row.SummaryEn)))],
        [.. NewClauses.Where(row => !row.IsEmpty).Select(row => new ClauseLine(Lines(row.Phrase),
            First(row.SummaryTh, row.Phrase), First(row.SummaryEn, row.SummaryTh, row.Phrase)))],
        AddedTypes, Codes(Added), WithdrawnTypes, Codes(Withdrawn), EndsRights, string.IsNullOrEmpty(Plan) ? null : Plan);

    // What was left as it stands is no change, however it is written.
    static bool IsChanged(DateRow row, IReadOnlyList<CircularDateRow> dates) =>
        dates.FirstOrDefault(date => date.Key == row.Key) is not { } old
        || DayOf(row.Day) != ThaiDate.BangkokDate(old.At) || Clock(row.Time) != Clock(old.WholeDay ? "" : TimeOf(old.At));

    static bool IsChanged(ClauseRow row, CircularFacts facts) =>
        facts.Clauses.FirstOrDefault(clause => clause.Id == row.Id) is not { } old
        || Lines(old.Phrase) != Lines(row.Phrase) || Lines(old.SummaryTh) != Lines(row.SummaryTh)
        || Lines(old.SummaryEn) != Lines(row.SummaryEn);

    static IEnumerable<DeadlineLine> AddedDate(NewClauseRow row, int clause) => string.IsNullOrWhiteSpace(row.Day) ? []
        : [new DeadlineLine(clause, DayOf(row.Day), null, "deadline", First(row.SummaryTh, row.Phrase),
            First(row.SummaryEn, row.SummaryTh, row.Phrase))];

    static DateOnly DayOf(string? text) => ThaiDate.TryParse(text, out var day) ? day : throw Unreadable("dates", text);

    static TimeOnly? Clock(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : TimeOnly.TryParseExact(ThaiDigits.ToArabic(text.Trim()).Replace('.', ':'), "H:mm", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var time) ? time : throw Unreadable("dates", text);

    static string TimeOf(DateTimeOffset at) => ThaiDate.BangkokTime(at).ToString("HH\\.mm", CultureInfo.InvariantCulture);

    // A browser sends a text area with the line ends of its own.
    static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    static string First(params string?[] texts) => Lines(texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)));

    static string[] Codes(string? text) =>
        (text ?? "").Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static RefusedException Unreadable(string code, string? text) => new(code,
        $"อ่านวันเวลา “{text}” ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2566 หรือ 6/11/2566 และ 16.30",
        $"“{text}” can't be read; type 6/11/2566, and 16:30.");

    /// <summary>A date of the circular.</summary>
    public sealed class DateRow
    {
        public string Key { get; set; } = "";
        public string? Day { get; set; }
        public string? Time { get; set; }
    }

    /// <summary>A clause of the circular.</summary>
    public sealed class ClauseRow
    {
        public string Id { get; set; } = "";
        public string? Phrase { get; set; }
        public string? SummaryTh { get; set; }
        public string? SummaryEn { get; set; }
    }

    /// <summary>A clause that is added, with its deadline if it has one.</summary>
    public sealed class NewClauseRow
    {
        public string? Phrase { get; set; }
        public string? SummaryTh { get; set; }
        public string? SummaryEn { get; set; }
        public string? Day { get; set; }

        public bool IsEmpty => string.IsNullOrWhiteSpace(Phrase);
    }
}
