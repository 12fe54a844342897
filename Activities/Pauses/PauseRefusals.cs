using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Pauses;

/// <summary>What the pause of a circular refuses, in the words of whoever is refused.</summary>
static class PauseRefusals
{
    public static RefusedException NotTheOperators() => new("operator-only",
        "เฉพาะผู้ดูแลระบบเท่านั้นที่พักหรือให้หนังสือเวียนเดินต่อได้", "Only an operator pauses circulars and lets them go on.");

    public static RefusedException ReasonNeeded() => new("reason-needed",
        $"โปรดระบุเหตุผลที่พัก ไม่เกิน {PauseDesk.LongestReason} ตัวอักษร",
        $"Say why it is paused, in {PauseDesk.LongestReason} characters at most.");

    public static RefusedException NoSuchCircular() => new("no-such-circular",
        "ไม่พบหนังสือเวียนฉบับนี้ หรือถูกยกเลิกแล้ว", "There is no such circular, or it was withdrawn.");

    public static RefusedException NoSuchPlace() => new("no-such-place",
        "ไม่พบหน่วยงานรหัสนี้ เว้นว่างไว้ถ้าพักทั้งประเทศ",
        "There is no organisation with this code; leave it empty for the whole country.");

    public static RefusedException PausedAlready(CircularPause pause) => new("paused-already",
        $"หนังสือเวียน {pause.CircularId} พักอยู่แล้วในพื้นที่นี้ตั้งแต่ {ThaiDate.WithTime(pause.PausedAt)}: {pause.Reason} "
            + "ให้เดินต่อก่อนจึงพักใหม่ได้",
        $"Circular {pause.CircularId} is paused there since {ThaiDate.EnglishWithTime(pause.PausedAt)}: {pause.Reason}. "
            + "Let it go on first.");

    public static RefusedException NotPaused() => new("not-paused",
        "หนังสือเวียนนี้เดินต่อแล้ว โหลดหน้านี้ใหม่", "It goes on already. Load the page again.");

    /// <summary>To whoever files or reminds while it stands still.</summary>
    public static RefusedException Paused(CircularPause pause) => new("circular-paused",
        $"หนังสือเวียน {pause.CircularId} พักการใช้ตั้งแต่ {ThaiDate.WithTime(pause.PausedAt)}: {pause.Reason} "
            + "เก็บร่างไว้ได้ และยื่นได้เมื่อผู้ดูแลระบบให้เดินต่อ",
        $"Circular {pause.CircularId} is paused since {ThaiDate.EnglishWithTime(pause.PausedAt)}: {pause.Reason}. "
            + "Keep a draft; it can be sent when an operator lets the circular go on.");

    /// <summary>To the issuer who sends it.</summary>
    public static RefusedException Sending(CircularPause pause) => Refused(pause,
        "จึงส่งไม่ได้ ให้ผู้ดูแลระบบสั่งเดินต่อที่หน้า “พักหนังสือเวียน” ก่อน แล้วส่งอีกครั้ง",
        "It can't be sent: an operator lets it go on first (page “Pause a circular”), then send it again.");

    /// <summary>To an office on the way that passes it on or shortens its deadline.</summary>
    public static RefusedException PassingOn(CircularPause pause) => Refused(pause,
        "ลงรับไว้ได้ แต่ยังแจ้งต่อหรือย่นกำหนดไม่ได้ ทำได้เมื่อผู้ดูแลระบบสั่งเดินต่อ",
        "Register the receipt; it can be passed on, and its deadline shortened, when an operator lets it go on.");

    /// <summary>To the issuer who amends it.</summary>
    public static RefusedException Amending(CircularPause pause) => Refused(pause,
        "บันทึกการแก้ไขไว้แล้ว เริ่มใช้ได้เมื่อผู้ดูแลระบบสั่งเดินต่อที่หน้า “พักหนังสือเวียน”",
        "The amendment is kept; begin it when an operator lets the circular go on (page “Pause a circular”).");

    static RefusedException Refused(CircularPause pause, string thai, string english) => new("circular-paused",
        $"หนังสือเวียน {pause.CircularId}{(pause.PlaceTh is { } place ? $" ในพื้นที่{place}" : "")} "
            + $"พักการใช้ตั้งแต่ {ThaiDate.WithTime(pause.PausedAt)}: {pause.Reason} {thai}",
        $"Circular {pause.CircularId}{(pause.PlaceEn is { } area ? $" below {area}" : "")} "
            + $"is paused since {ThaiDate.EnglishWithTime(pause.PausedAt)}: {pause.Reason}. {english}");
}
