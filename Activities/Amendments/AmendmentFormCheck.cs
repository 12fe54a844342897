using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// Resolves a typed amendment against the circular as it holds now; the first thing that is wrong is refused, by its field.
/// </summary>
sealed class AmendmentFormCheck(Transaction transaction, DefinitionStore definitions, DateTimeOffset now)
{
    const int LongestText = 2_000;

    public static void RequireLetter(string number, DateOnly date, string reason, CircularFacts facts, DateTimeOffset now)
    {
        if (LetterIdentity.Read(number, date) is null)
            throw AmendmentRefusals.Number();
        if (date > ThaiDate.BangkokDate(now) || facts.Documents.Min(document => document.Date) > date)
            throw AmendmentRefusals.Date();
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestText)
            throw AmendmentRefusals.ReasonNeeded();
    }

    public async Task<AmendmentChanges> ResolveAsync(AmendmentForm form, CircularFacts facts)
    {
        RequireLetter(form.Number, form.Date, form.Reason, facts, now);
        var clauses = Clauses(form, facts);
        var changes = new AmendmentChanges(
            [.. await MovedAsync(form), .. AddedDates(form, facts, clauses)], clauses,
            form.AddedTypes, await KnownAsync("added", form.AddedOrganisations),
            form.WithdrawnTypes, await KnownAsync("withdrawn", form.WithdrawnOrganisations),
            form.EndsRights, await PlanAsync(form));
        if (changes.IsEmpty)
            throw AmendmentRefusals.Nothing();
        if (changes.Adds)
            await RequireCoveredAsync(form);
        return changes;
    }

    // A past deadline never moves, and none is moved into the past.
    async Task<IReadOnlyList<DateChange>> MovedAsync(AmendmentForm form)
    {
        var moved = new List<DateChange>();
        foreach (var line in form.Dates)
        {
            var date = await IssuersAsync(transaction, form.CircularId, line.Key) ?? throw CascadeRefusals.NoSuchDate(line.Key);
            var to = CircularDates.InstantOf(line.Day, line.Time, date.Kind);
            if (to == date.At)
                continue;
            if (date.At <= now)
                throw AmendmentRefusals.Passed(line.Key, date.At);
            if (to <= now)
                throw AmendmentRefusals.ToThePast(line.Key);
            moved.Add(new DateChange(
                line.Key, date.RuleId, date.Kind, date.At, to, line.Time is null, date.WhatTh, date.WhatEn));
        }
        return moved;
    }

    /// <summary>The issuer's date of a key as it stands.</summary>
    public static Task<CircularDateRow?> IssuersAsync(Transaction transaction, string circularId, string key) =>
        transaction.FirstAsync<CircularDateRow>(
            """
            select d.* from circular_dates d join circulars c on c.id = d.circular_id
            where d.circular_id = @circularId and d.key = @key and d.stated_by = c.issuer_code
            """, new { circularId, key });

    static List<ClauseChange> Clauses(AmendmentForm form, CircularFacts facts)
    {
        var changes = new List<ClauseChange>();
        foreach (var words in form.Clauses)
        {
            var old = facts.Clauses.FirstOrDefault(clause => clause.Id == words.Id)
                ?? throw AmendmentRefusals.NoSuchClause(words.Id);
            var changed = new Clause(old.Id, words.Phrase.Trim(), words.SummaryTh.Trim(), words.SummaryEn.Trim());
            if (changed != old)
                changes.Add(new ClauseChange(old, changed));
        }
        foreach (var line in form.AddedClauses)
            changes.Add(new ClauseChange(null, new Clause(
                IdOf(facts, facts.Clauses.Count + changes.Count(change => change.Old is null) + 1),
                line.Phrase.Trim(), line.SummaryTh.Trim(), line.SummaryEn.Trim())));
        if (changes.Any(change => !IsReadable(change.New.Phrase) || !IsReadable(change.New.SummaryTh)))
            throw AmendmentRefusals.NoWords();
        return changes;
    }

    static bool IsReadable(string text) =>
        text.Length is > 0 and <= LongestText && !text.Contains('\0', StringComparison.Ordinal);

    static string IdOf(CircularFacts facts, int number) => string.Create(CultureInfo.InvariantCulture, $"{facts.Id}-{number:00}");

    IEnumerable<DateChange> AddedDates(AmendmentForm form, CircularFacts facts, IReadOnlyList<ClauseChange> changes)
    {
        var clauses = facts.Clauses.Select(clause => clause.Id)
            .Concat(changes.Where(change => change.Old is null).Select(change => change.New.Id)).ToList();
        foreach (var line in form.AddedDates)
        {
            if (line.Clause < 1 || line.Clause > clauses.Count)
                throw AmendmentRefusals.NoSuchClause(line.Clause.ToString(CultureInfo.InvariantCulture));
            var rule = clauses[line.Clause - 1];
            var key = facts.Dates.Any(date => date.Rule == rule) ? $"{rule}:{line.Kind}" : rule;
            if (facts.Dates.Any(date => date.Rule == rule && date.Kind == line.Kind))
                throw new Engine.RefusedException("added-dates", $"ข้อ {rule} มีวันชนิดนี้แล้ว ให้แก้วันเดิม",
                    $"Clause {rule} has a date of this kind; change that one.");
            var to = CircularDates.InstantOf(line.Date, line.Time, line.Kind);
            if (to <= now)
                throw AmendmentRefusals.ToThePast(rule);
            yield return new DateChange(key, rule, line.Kind, null, to, line.Time is null, line.WhatTh, line.WhatEn);
        }
    }

    async Task<IReadOnlyList<string>> KnownAsync(string field, IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
            if (await transaction.FirstAsync<string>("select code from organisations where code = @code", new { code }) is null)
                throw AmendmentRefusals.NoSuchOrganisation(field, code);
        return [.. codes.Distinct()];
    }

    async Task<string?> PlanAsync(AmendmentForm form) => form.MigrationPlanId is not { Length: > 0 } id ? null
        : await transaction.FirstAsync<string>("select id from migration_plans where id = @id and status = 'Planned'", new { id })
            ?? throw AmendmentRefusals.NoSuchPlan();

    async Task RequireCoveredAsync(AmendmentForm form)
    {
        var definition = await transaction.FirstAsync<string>(
            "select definition_id from sendings where circular_id = @CircularId order by sent_at desc limit 1",
            new { form.CircularId }) ?? throw AmendmentRefusals.NoSending();
        var covered = Coverage.Values.Of(await definitions.PublishedAsync(definition))!.CoveredTypes;
        var types = form.AddedTypes.ToList();
        foreach (var code in form.AddedOrganisations)
            types.Add((await transaction.FirstAsync<string>("select type from organisations where code = @code", new { code }))!);
        if (types.FirstOrDefault(type => !covered.Contains(type)) is { } missing)
            throw AmendmentRefusals.NotCovered(missing);
    }
}
