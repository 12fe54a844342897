namespace WorkflowHost.Activities.Data;

/// <summary>
/// What one of the five seed circulars says, rule by rule: the facts that definitions, pages and tests refer to. Key
/// phrases are the circular's words; summaries are ours.
/// </summary>
/// <param name="Id">"A" to "E".</param>
/// <param name="Definition">Name of the workflow definition that carries it out, for example bbl-access.</param>
/// <param name="TitleTh">Thai title.</param>
/// <param name="TitleEn">English title.</param>
/// <param name="Issuer">Who sent the letter that reached local government.</param>
/// <param name="OwnerAgency">Who owns the systems and decides.</param>
/// <param name="Documents">The letters of the bundle.</param>
/// <param name="Clauses">Every rule, in order.</param>
/// <param name="Dates">Deadlines, openings, and the dates of the letters.</param>
/// <param name="Contacts">Units, central mailboxes and call centres; never persons.</param>
/// <param name="Conflicts">Where the sources contradict each other or were misread.</param>
/// <param name="OpenQuestions">Where the circular is silent: settings with their defaults.</param>
public sealed record CircularFacts(
    string Id,
    string Definition,
    string TitleTh,
    string TitleEn,
    Agency Issuer,
    Agency OwnerAgency,
    IReadOnlyList<CircularDocument> Documents,
    IReadOnlyList<Clause> Clauses,
    IReadOnlyList<CircularDate> Dates,
    IReadOnlyList<Contact> Contacts,
    IReadOnlyList<Conflict> Conflicts,
    IReadOnlyList<OpenQuestion> OpenQuestions)
{
    /// <summary>อ้างถึง: earlier letters it rests on.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>สิ่งที่ส่งมาด้วย.</summary>
    public IReadOnlyList<string> Enclosures { get; init; } = [];

    /// <summary>The rule with this id; throws a message that names it if the circular has none.</summary>
    public Clause Clause(string id) => Clauses.FirstOrDefault(clause => clause.Id == id)
        ?? throw new KeyNotFoundException($"Circular {Id} has no rule {id}. Its rules are {Clauses[0].Id} to {Clauses[^1].Id}.");
}

/// <summary>A body, in both languages.</summary>
/// <param name="Code">Its organisation's code, where the circular's dates need one.</param>
public sealed record Agency(string NameTh, string NameEn, string? Code = null);

/// <summary>One letter of a bundle.</summary>
/// <param name="Id">"A1", as in the acceptance list.</param>
/// <param name="Number">As its head is printed, misreadings included, in Thai digits; null when none can be read.</param>
/// <param name="NumberArabic">The number it is registered and searched under, in Arabic digits.</param>
/// <param name="Aliases">Other numbers that the same letter is cited under.</param>
/// <param name="Date">Null when the letter bears none: unknown, never invented.</param>
/// <param name="Speed">normal, urgent, very_urgent, most_urgent, or within.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Role">What the letter is within the bundle: cover or enclosed.</param>
/// <param name="SpeedUntil">The instant of the speed class "within".</param>
public sealed record CircularDocument(
    string Id,
    string? Number,
    string? NumberArabic,
    IReadOnlyList<string> Aliases,
    DateOnly? Date,
    string Speed,
    Agency Issuer,
    string Role,
    DateTimeOffset? SpeedUntil = null);

/// <summary>One rule.</summary>
/// <param name="Id">"A-01", stable: tests, journal and refusals name it.</param>
/// <param name="Phrase">The Thai words that carry the rule.</param>
/// <param name="SummaryTh">What it asks for, in Thai.</param>
/// <param name="SummaryEn">What it asks for, in English.</param>
public sealed record Clause(string Id, string Phrase, string SummaryTh, string SummaryEn);

/// <summary>A date in a circular.</summary>
/// <param name="Rule">The rule it belongs to; null for dates of letters and facts around them.</param>
/// <param name="Date">The day.</param>
/// <param name="Time">Bangkok time, where one is stated.</param>
/// <param name="Kind">letter, received, opens, deadline, closes, starts, ends, or event.</param>
/// <param name="StatedBy">centre or province: the earliest rules by default, but both are kept.</param>
/// <param name="WhatTh">What happens, in Thai.</param>
/// <param name="WhatEn">What happens, in English.</param>
/// <param name="Buffers">The rule of the centre's date that this one comes before (C-13: C-12).</param>
public sealed record CircularDate(
    string? Rule, DateOnly Date, TimeOnly? Time, string Kind, string StatedBy, string WhatTh, string WhatEn,
    string? Buffers = null);

/// <summary>Where to ask. Channels as a page shows them; null when not given.</summary>
public sealed record Contact(string UnitTh, string UnitEn, string? Phone, string? Email, string? Url);

/// <summary>Two readings of one thing, and how it is treated. The second is null when there is only an unreadable one.</summary>
public sealed record Conflict(string Reading1, string? Reading2, string TreatmentTh, string TreatmentEn);

/// <summary>A question the circular leaves open.</summary>
/// <param name="Key">Name of the setting.</param>
/// <param name="QuestionTh">The question in Thai.</param>
/// <param name="QuestionEn">The question in English.</param>
/// <param name="DefaultTh">What holds until somebody decides otherwise, in Thai.</param>
/// <param name="Default">The same in English.</param>
public sealed record OpenQuestion(string Key, string QuestionTh, string QuestionEn, string DefaultTh, string Default);
