using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Pauses;

/// <summary>
/// The deadlines in the registers of the offices and units that a sending reached: they move as the tasks' do when the circular
/// goes on, so that nobody stands as overdue for days on which it was paused.
/// </summary>
static class PausedRegisters
{
    const string OfCircular = "sending_id in (select id from sendings where circular_id = @CircularId)";

    /// <summary>Part of the transaction that lets the clock run again, and so once.</summary>
    public static async Task MoveAsync(Transaction transaction, CircularPause pause, WorkingCalendar calendar)
    {
        foreach (var row in await transaction.QueryAsync<Row>(
            $"""
            select distinct arrived_at, enforced_at, shown_at, own_deadline_at from deliveries
            where {OfCircular} and path like @Below and arrived_at is not null and enforced_at > @PausedAt
            """, new { pause.CircularId, pause.Below, pause.PausedAt }))
        {
            DateTimeOffset Later(DateTimeOffset due) =>
                PauseEffect.Later(calendar, pause, pause.ResumedAt!.Value, row.ArrivedAt, due);
            transaction.Write(
                $"""
                update deliveries set enforced_at = @enforced, shown_at = @shown, own_deadline_at = @own
                where {OfCircular} and path like @Below and arrived_at = @ArrivedAt and enforced_at = @EnforcedAt
                    and shown_at = @ShownAt and coalesce(own_deadline_at, @EnforcedAt) = coalesce(@OwnDeadlineAt, @EnforcedAt)
                """,
                new
                {
                    enforced = Later(row.EnforcedAt),
                    shown = Later(row.ShownAt),
                    own = row.OwnDeadlineAt is { } own ? Later(own) : (DateTimeOffset?)null,
                    pause.CircularId,
                    pause.Below,
                    row.ArrivedAt,
                    row.EnforcedAt,
                    row.ShownAt,
                    row.OwnDeadlineAt,
                });
        }
    }

    sealed class Row
    {
        public DateTimeOffset ArrivedAt { get; init; }
        public DateTimeOffset EnforcedAt { get; init; }
        public DateTimeOffset ShownAt { get; init; }
        public DateTimeOffset? OwnDeadlineAt { get; init; }
    }
}
