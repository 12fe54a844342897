using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Cascade;

/// <summary>A circular as an agency registers it.</summary>
/// <param name="AgencyCode">The issuing organisation.</param>
/// <param name="Number">As the letter's head has it: "มท 0810.8/ว 4550".</param>
/// <param name="Date">Null when the letter bears none: unknown, never invented.</param>
/// <param name="Speed">One of <see cref="SpeedClass"/>.</param>
/// <param name="SpeedUntil">The instant of "ด่วนภายใน".</param>
/// <param name="Aliases">Other numbers that the same letter is cited under.</param>
/// <param name="References">อ้างถึง, a line each.</param>
/// <param name="Enclosures">สิ่งที่ส่งมาด้วย, a line each.</param>
public sealed record CircularForm(
    string AgencyCode,
    string Number,
    DateOnly? Date,
    string TitleTh,
    string TitleEn,
    string Speed,
    DateTimeOffset? SpeedUntil,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Enclosures,
    IReadOnlyList<ClauseLine> Clauses,
    IReadOnlyList<DeadlineLine> Deadlines,
    IReadOnlyList<Contact> Contacts);

/// <summary>A clause as it is typed: the circular's words, and what they ask for.</summary>
public sealed record ClauseLine(string Phrase, string SummaryTh, string SummaryEn);

/// <summary>A date as it is typed. <paramref name="Clause"/>: the number of the clause it belongs to, 1 being the
/// first.</summary>
public sealed record DeadlineLine(int Clause, DateOnly Date, TimeOnly? Time, string Kind, string WhatTh, string WhatEn);

/// <summary>How fast a letter is (rule 28 of the correspondence regulation); the last one names an instant.</summary>
public static class SpeedClass
{
    public const string Normal = "normal";
    public const string Urgent = "urgent";
    public const string VeryUrgent = "very_urgent";
    public const string MostUrgent = "most_urgent";

    /// <summary>ด่วนภายใน วันที่ เวลา.</summary>
    public const string Within = "within";

    public static IReadOnlyList<(string Code, string Thai, string English)> All { get; } =
    [
        (Normal, "ปกติ", "normal"),
        (Urgent, "ด่วน", "urgent"),
        (VeryUrgent, "ด่วนมาก", "very urgent"),
        (MostUrgent, "ด่วนที่สุด", "most urgent"),
        (Within, "ด่วนภายใน", "urgent, within"),
    ];
}
