using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>Whether something is closed, and what was begun before it closed.</summary>
public static class ClosingTimes
{
    /// <summary>The window by which it is closed at that instant; null when it is open.</summary>
    public static Task<Window?> ClosedAsync(IQueries store, string circularId, string key, DateTimeOffset at) =>
        store.FirstAsync<Window>(
            """
            select * from windows where circular_id = @circularId and key = @key and closed_from <= @at
            and (closed_until is null or closed_until > @at) and cancelled_at is null
            order by case when closed_until is null then 0 else 1 end, closed_until desc limit 1
            """, new { circularId, key, at });

    /// <summary>Lets an action pass while it is open, and for a while after the closing when it was begun before (T61).</summary>
    /// <param name="begunAt">When the server first heard of it.</param>
    /// <param name="organisation">Whose action it is: an exception that was granted to it lets it pass, marked.</param>
    /// <returns>True when it passes only because it was begun before the closing: store that with it, and show it.</returns>
    /// <exception cref="RefusedException">It is closed; the message names the way out.</exception>
    public static async Task<bool> RequireOpenAsync(
        Transaction transaction, string circularId, string key, DateTimeOffset now, DateTimeOffset begunAt,
        string? organisation = null)
    {
        var (isLate, closed) = await LookAsync(transaction, circularId, key, now, begunAt);
        if (closed is null)
            return isLate;
        return organisation is not null && await LateAction.AllowsAsync(transaction, circularId, key, organisation, now)
            ? true : throw closed;
    }

    /// <summary>The same without acting, for a page that shows what would happen.</summary>
    /// <returns>Whether it passes only because it was begun before, or why it doesn't pass.</returns>
    public static async Task<(bool IsLate, RefusedException? Closed)> LookAsync(
        IQueries store, string circularId, string key, DateTimeOffset now, DateTimeOffset begunAt) =>
        await ClosedAsync(store, circularId, key, now) is not { } window ? (false, null)
            : window.AllowsToFinish(begunAt, now) ? (true, null) : (false, Closed(window));

    static RefusedException Closed(Window window) => window.ClosedUntil is { } until
        ? new("closed-now",
            $"{window.WhatTh} (ข้อ {window.Key}) จะเปิดอีกครั้ง {ThaiDate.WithTime(until)} โปรดดำเนินการเมื่อเปิดแล้ว",
            $"{window.WhatEn}; it opens again on {ThaiDate.EnglishWithTime(until)}. Come back then.", window.Key)
        : new("closed-for-good",
            $"{window.WhatTh} (ข้อ {window.Key}) ตั้งแต่ {ThaiDate.WithTime(window.ClosedFrom)} จึงดำเนินการเองไม่ได้แล้ว "
            + $"หากจำเป็น ให้ยื่นคำขอยกเว้นพร้อมเหตุผลที่หน้า {LateAction.PageOf(window.CircularId, window.Key)} "
            + "หน่วยงานเจ้าของระบบจะพิจารณา",
            $"{window.WhatEn} since {ThaiDate.EnglishWithTime(window.ClosedFrom)}, so you can't do it yourself any more. "
            + "If it is needed, ask for an exception with your reason on the page "
            + $"{LateAction.PageOf(window.CircularId, window.Key)}; the agency decides.", window.Key);
}
