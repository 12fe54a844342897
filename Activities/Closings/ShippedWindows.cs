using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>
/// The windows that the shipped circulars state. A day that closes and a later day that opens are an outage from 00:00 to 00:00;
/// a day that closes and opens no more is closed from its end on.
/// </summary>
public static class ShippedWindows
{
    /// <summary>The circulars are silent; long enough for a form or a file that was begun before (T61).</summary>
    public const int GraceMinutes = 30;

    /// <summary>Safe to call at every start: a window that is there is left as people have it.</summary>
    public static Task LoadAsync(Database database) => database.WriteAsync(transaction =>
    {
        foreach (var window in All())
            transaction.Write(
                """
                insert into windows (id, circular_id, key, kind, closed_from, closed_until, grace_minutes, what_th, what_en)
                values (@Id, @CircularId, @Key, @Kind, @ClosedFrom, @ClosedUntil, @GraceMinutes, @WhatTh, @WhatEn)
                on conflict (id) do nothing
                """, window);
        return Task.CompletedTask;
    });

    public static IEnumerable<Window> All() =>
        from circular in ShippedData.Circulars()
        from date in circular.Dates
        where date.Kind == "closes" && date.Rule is not null
        select Of(circular, date);

    static Window Of(CircularFacts circular, CircularDate closes)
    {
        var opens = circular.Dates.Where(date => date.Kind == "opens" && date.Date > closes.Date).MinBy(date => date.Date);
        return new Window
        {
            Id = $"{circular.Id}:{closes.Rule}",
            CircularId = circular.Id,
            Key = closes.Rule!,
            Kind = opens is null ? Window.CutOff : Window.Outage,
            ClosedFrom = opens is null ? After(closes) : At(closes),
            ClosedUntil = opens is null ? null : At(opens),
            GraceMinutes = opens is null ? GraceMinutes : 0,
            WhatTh = closes.WhatTh,
            WhatEn = closes.WhatEn,
        };
    }

    static DateTimeOffset At(CircularDate date) => ThaiDate.At(date.Date, date.Time ?? TimeOnly.MinValue);

    // "Closes on the 30th" means that the whole of the 30th is still open, unless an hour is stated.
    static DateTimeOffset After(CircularDate date) => date.Time is { } time
        ? ThaiDate.At(date.Date, time)
        : ThaiDate.StartOfDay(date.Date.AddDays(1));
}
