using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>What amendments did with a case, for its page: old and new clause and day, under the letter's number (T81).</summary>
public sealed class CaseAmendments(Database database)
{
    /// <summary>Those that concern it and have reached it, the latest first.</summary>
    public async Task<IReadOnlyList<AmendedBy>> OfAsync(string? instanceId) => instanceId is null ? []
        : [.. (await database.QueryAsync<Row>(
            """
            select a.*, c.state, c.at from amendment_cases c join amendments a on a.id = c.amendment_id
            where c.subject_id = @instanceId and c.state in ('applied', 'closed', 'kept', 'returned')
            order by a.started_at desc, a.id desc
            """, new { instanceId })).Select(row => new AmendedBy(row.LetterNumber, row.LetterDate, row.Reason, row.Kind,
                row.State, row.At, AmendmentChanges.Read(row.Changes)))];

    sealed class Row
    {
        public string LetterNumber { get; init; } = "";
        public DateOnly LetterDate { get; init; }
        public string Reason { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Changes { get; init; } = "";
        public string State { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }
}

/// <summary>An amendment as a case shows it.</summary>
/// <param name="State">What became of the case: one of <see cref="AmendmentCase"/>.</param>
public sealed record AmendedBy(string LetterNumber, DateOnly LetterDate, string Reason, string Kind, string State,
    DateTimeOffset At, AmendmentChanges Changes);
