using System.Text.Json;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Amendments;

/// <summary>A date of the issuer that an amendment moves, or adds.</summary>
/// <param name="Key">As in <c>circular_dates</c>.</param>
/// <param name="From">UTC; null for a date that the circular hadn't.</param>
/// <param name="To">UTC.</param>
/// <param name="WholeDay">The letter names the day only.</param>
public sealed record DateChange(string Key, string Rule, string Kind, DateTimeOffset? From, DateTimeOffset To, bool WholeDay,
    string WhatTh, string WhatEn);

/// <summary>A clause with its new words; the old ones are null for a clause that is added.</summary>
public sealed record ClauseChange(Clause? Old, Clause New);

/// <summary>What an amendment changes, as it was resolved when it was written down.</summary>
/// <param name="EndsRights">Rights granted under it end too; else they stay (T88).</param>
/// <param name="MigrationPlanId">The kept plan by which cases move to another version of their definition.</param>
public sealed record AmendmentChanges(
    IReadOnlyList<DateChange> Dates,
    IReadOnlyList<ClauseChange> Clauses,
    IReadOnlyList<string> AddedTypes,
    IReadOnlyList<string> AddedOrganisations,
    IReadOnlyList<string> WithdrawnTypes,
    IReadOnlyList<string> WithdrawnOrganisations,
    bool EndsRights,
    string? MigrationPlanId)
{
    public static AmendmentChanges None { get; } = new([], [], [], [], [], [], false, null);

    public bool IsEmpty => Dates.Count + Clauses.Count + AddedTypes.Count + AddedOrganisations.Count + WithdrawnTypes.Count
        + WithdrawnOrganisations.Count == 0 && MigrationPlanId is null;

    public IReadOnlyList<string> Keys => [.. Dates.Select(date => date.Key)];

    /// <summary>Ids of the clauses whose words change.</summary>
    public IReadOnlyList<string> Rules => [.. Clauses.Select(clause => clause.New.Id)];

    public bool Adds => AddedTypes.Count + AddedOrganisations.Count > 0;

    public static AmendmentChanges Read(string json) =>
        JsonSerializer.Deserialize<AmendmentChanges>(json, JsonSerializerOptions.Web)!;

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>The circular with these changes.</summary>
    /// <param name="letter">The amending letter, which joins the circular's own.</param>
    public CircularFacts AppliedTo(CircularFacts facts, CircularDocument letter) => facts with
    {
        Documents = [.. facts.Documents.Where(document => document.Id != letter.Id), letter],
        Clauses =
        [
            .. facts.Clauses.Select(clause => Clauses.FirstOrDefault(change => change.New.Id == clause.Id)?.New ?? clause),
            .. Clauses.Where(change => change.Old is null).Select(change => change.New),
        ],
        Dates = [.. facts.Dates.Select(Moved), .. Dates.Where(change => change.From is null).Select(Added)],
    };

    CircularDate Moved(CircularDate date) => date.StatedBy != "province"
        && Dates.FirstOrDefault(change => change.From is not null && change.Rule == date.Rule && change.Kind == date.Kind)
            is { } change
        ? date with { Date = DayOf(change), Time = TimeOf(change) }
        : date;

    static CircularDate Added(DateChange change) =>
        new(change.Rule, DayOf(change), TimeOf(change), change.Kind, "centre", change.WhatTh, change.WhatEn);

    static DateOnly DayOf(DateChange change) => ThaiDate.BangkokDate(change.To);

    static TimeOnly? TimeOf(DateChange change) =>
        change.WholeDay ? null : ThaiDate.BangkokTime(change.To);
}
