using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Circulars;

/// <summary>
/// When the clockwork of a <see cref="World"/> has nothing to do, so that a year can pass in a test. What goes by the day is
/// looked at in the first hour of each day; what goes by an instant is among those asked for here.
/// </summary>
sealed class QuietHours(Database database)
{
    DateOnly day;
    DateTimeOffset due;

    /// <summary>Whether nothing can come due until this hour since the clockwork was last run.</summary>
    public bool Covers(DateTimeOffset hour) => ThaiDate.BangkokDate(hour) == day && hour < due;

    /// <summary>To be called when the clockwork has been run; what it moved may let more move in the next hour.</summary>
    public async Task LookAsync(DateTimeOffset now, bool moved)
    {
        day = ThaiDate.BangkokDate(now);
        due = moved ? now : await NextAsync(now) ?? DateTimeOffset.MaxValue;
    }

    Task<DateTimeOffset?> NextAsync(DateTimeOffset now) => database.FirstAsync<DateTimeOffset?>(
        """
        select min(at) from (
            select min(due_at) as at from bookmarks
            union all select min(alarm_at) from access_gaps where ended_at is null and alarmed_at is null
            union all select min(valid_from) from memberships where valid_from > @now or (capacity <> 'own' and told_at is null)
            union all select min(valid_to) from memberships where valid_to > @now or (capacity <> 'own' and reported_at is null)
            union all select @now from windows
                where told_at is null and cancelled_at is null and closed_from > @now and closed_from <= @soon
        ) as what
        """, new { now, soon = now + WindowNotices.Before + TimeSpan.FromDays(1) });
}
