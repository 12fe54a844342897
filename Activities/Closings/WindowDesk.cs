using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>What a form about a window says. Until: null when nobody knows when it opens, or it stays closed.</summary>
public sealed record WindowForm(
    string Kind, DateTimeOffset From, DateTimeOffset? Until, int GraceMinutes, string WhatTh, string WhatEn);

/// <summary>Adds, moves and takes back windows of a circular. What waits for an opening follows at once.</summary>
public sealed class WindowDesk(Database database, TimeProvider clock)
{
    const int MostGrace = 24 * 60;
    const int LongestText = 200;

    /// <param name="key">The clause that closes it.</param>
    /// <returns>The window's id.</returns>
    /// <exception cref="RefusedException">Not theirs to say, no such clause, or a field is wrong.</exception>
    public Task<string> AddAsync(string circularId, string key, WindowForm form, Actor actor) =>
        database.WriteAsync(async transaction =>
    {
        await RequireMayAsync(transaction, circularId, actor);
        Require(await StoredCircular.FindAsync(transaction, circularId) is not { } facts
            || facts.Clauses.Any(clause => clause.Id == key), "clause",
            $"หนังสือเวียน {circularId} ไม่มีข้อ {key} โปรดเลือกข้อจากรายการ",
                $"Circular {circularId} has no clause {key}; choose one of the list.");
        var window = Checked(form, Ids.New(clock.GetUtcNow()), circularId, key, actor);
        transaction.Write(
            """
            insert into windows (id, circular_id, key, kind, closed_from, closed_until, grace_minutes, what_th, what_en,
                changed_at, changed_by)
            values (@Id, @CircularId, @Key, @Kind, @ClosedFrom, @ClosedUntil, @GraceMinutes, @WhatTh, @WhatEn, @ChangedAt,
                @ChangedBy)
            """, window);
        Say(transaction, window, "window-added", actor);
        return window.Id;
    });

    /// <summary>Changes a window. People are told again when it closes at another instant.</summary>
    /// <exception cref="RefusedException">Not theirs to say, no such window, or a field is wrong.</exception>
    public Task ChangeAsync(string id, WindowForm form, Actor actor) => database.WriteAsync(async transaction =>
    {
        var old = await GetAsync(transaction, id, actor);
        var window = Checked(form, id, old.CircularId, old.Key, actor);
        transaction.Write(
            """
            update windows set kind = @Kind, closed_from = @ClosedFrom, closed_until = @ClosedUntil,
                grace_minutes = @GraceMinutes,
                what_th = @WhatTh, what_en = @WhatEn, changed_at = @ChangedAt, changed_by = @ChangedBy, cancelled_at = null
            where id = @Id
            """, window);
        if (old.ClosedFrom != window.ClosedFrom)
        {
            transaction.Write("delete from window_notices where window_id = @id", new { id });
            transaction.Write("update windows set told_at = null where id = @id", new { id });
        }
        Say(transaction, window, "window-changed", actor);
    });

    /// <summary>Takes a window back: it doesn't close, or it is open again.</summary>
    /// <exception cref="RefusedException">Not theirs to say, or no such window.</exception>
    public Task CancelAsync(string id, Actor actor) => database.WriteAsync(async transaction =>
    {
        var window = await GetAsync(transaction, id, actor);
        transaction.Write("update windows set cancelled_at = @now, changed_at = @now, changed_by = @PersonId where id = @id",
            new { now = clock.GetUtcNow(), actor.PersonId, id });
        Say(transaction, window, "window-cancelled", actor);
    });

    /// <summary>Whether somebody may change the windows of a circular: an operator, or the agency that owns it.</summary>
    public async Task<bool> MayAsync(string circularId, Actor actor) =>
        actor.Is(Role.Operator) || IsAgency(await OwnerAgency.OfAsync(database, circularId), actor);

    static bool IsAgency(string? agency, Actor actor) =>
        agency is not null && actor.In(agency, Role.Director, Role.Reviewer) is not null;

    static async Task RequireMayAsync(Transaction transaction, string circularId, Actor actor)
    {
        if (!actor.Is(Role.Operator) && !IsAgency(await OwnerAgency.OfAsync(transaction, circularId), actor))
            throw new RefusedException("not-your-window",
                "เฉพาะหน่วยงานเจ้าของระบบหรือผู้ดูแลระบบเท่านั้นที่กำหนดช่วงปิดระบบได้",
                "Only the agency that owns the system, or an operator, can say when it is closed.");
    }

    static async Task<Window> GetAsync(Transaction transaction, string id, Actor actor)
    {
        var window = await transaction.FirstAsync<Window>("select * from windows where id = @id", new { id })
            ?? throw new RefusedException("no-such-window", "ไม่พบช่วงปิดระบบนี้ โปรดเปิดหน้าใหม่",
                "There is no such window; open the page again.");
        await RequireMayAsync(transaction, window.CircularId, actor);
        return window;
    }

    Window Checked(WindowForm form, string id, string circularId, string key, Actor actor)
    {
        Require(form.Kind is Window.Outage or Window.CutOff, "kind", "โปรดเลือกชนิดของการปิด", "Choose the kind of closing.");
        Require(form.Kind == Window.Outage || form.Until is null, "until",
            "การปิดถาวรไม่มีเวลาเปิด ให้เว้นว่าง หรือเลือกชนิดปิดชั่วคราว",
                "A cut-off has no opening; leave it empty, or choose an outage.");
        Require(form.Until is null || form.Until > form.From, "until",
            "เวลาเปิดต้องอยู่หลังเวลาปิด", "It must open after it closes.");
        Require(form.GraceMinutes is >= 0 and <= MostGrace, "grace",
            $"เวลาผ่อนผันต้องเป็น 0 ถึง {MostGrace} นาที", $"The grace is 0 to {MostGrace} minutes.");
        Require(form.WhatTh.Trim().Length is > 0 and <= LongestText, "what-th",
            $"โปรดเขียนภาษาไทยว่าอะไรปิด ไม่เกิน {LongestText} ตัวอักษร",
                $"Say in Thai what is closed, in {LongestText} letters at most.");
        Require(form.WhatEn.Trim().Length is > 0 and <= LongestText, "what-en",
            $"โปรดเขียนภาษาอังกฤษว่าอะไรปิด ไม่เกิน {LongestText} ตัวอักษร",
                $"Say in English what is closed, in {LongestText} letters at most.");
        return new Window
        {
            Id = id,
            CircularId = circularId,
            Key = key,
            Kind = form.Kind,
            ClosedFrom = form.From,
            ClosedUntil = form.Until,
            GraceMinutes = form.GraceMinutes,
            WhatTh = form.WhatTh.Trim(),
            WhatEn = form.WhatEn.Trim(),
            ChangedAt = clock.GetUtcNow(),
            ChangedBy = actor.PersonId,
        };
    }

    static void Require(bool holds, string code, string thai, string english)
    {
        if (!holds)
            throw new RefusedException(code, thai, english);
    }

    void Say(Transaction transaction, Window window, string action, Actor actor)
    {
        var now = clock.GetUtcNow();
        transaction.Write("update bookmarks set due_at = @now where event_name = @changed",
            new { now, changed = Window.ChangedEvent(window.CircularId, window.Key) });
        AuditTrail.Add(transaction, now, actor.PersonId, action, "window", window.Id, rule: window.Key,
            detail: $"{ThaiDate.WithTime(window.ClosedFrom)} – "
                + (window.ClosedUntil is { } until ? ThaiDate.WithTime(until) : "ไม่มีกำหนดเปิด"));
    }
}
