using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Sites;

/// <summary>The words of the refusals on the way to a site.</summary>
static class SiteRefusals
{
    const string Rule = "C-15";

    public static RefusedException LinkIsOver() => new("link-over",
        "ลิงก์นี้ใช้ไม่ได้แล้ว อาจมีลิงก์ใหม่กว่านี้ หรือหน่วยงานถูกนำออกจากรายชื่อ โปรดเปิดจดหมายฉบับล่าสุดในอีเมลกลางของ อปท.",
        "This link is over: there is a newer one, or the unit was taken off. Open the latest mail in the central mailbox.",
        Rule);

    public static RefusedException Begin() => new("prove-first",
        "โปรดยืนยันตัวตนด้วย ThaID ก่อน ขั้นตอนก่อนหน้าหมดเวลาแล้วหรือทำในเครื่องอื่น",
        "Prove your identity with ThaID first; the step before has run out, or was done on another machine.", Rule);

    public static RefusedException NotNamed(string organisation) => new("not-named",
        $"ชื่อหรือเลขประจำตัวตาม ThaID ไม่ตรงกับผู้รับบัญชีที่ {organisation} ระบุ โปรดให้ อปท. แก้ชื่อแล้วลองใหม่",
        $"Your name or number from ThaID is not that of the person {organisation} named for this account. "
        + "Ask the local government to name you, then try again.", Rule);

    public static RefusedException NobodyNamed(string organisation) => new("nobody-named",
        $"{organisation} ยังไม่ได้ระบุชื่อผู้รับบัญชีของหน่วยงานนี้ โปรดติดต่อ อปท.",
        $"{organisation} has not named who gets this unit's account. Ask the local government.", Rule);

    public static RefusedException Taken() => new("claimed-by-another",
        "มีผู้รับบัญชีของหน่วยงานนี้ไปแล้ว ท่านรับซ้ำไม่ได้ ระบบแจ้งผู้บริหารของหน่วยงานแล้ว หากเปลี่ยนผู้รับผิดชอบ "
        + "ให้ อปท. ส่งมอบบัญชีและส่งลิงก์ใหม่ (ข้อ C-14, C-15)",
        "Somebody has claimed this unit's account already, and you can't claim it too. The unit's executive has been told. If "
        + "somebody else is in charge now, the local government hands it over with a new link (C-14, C-15).", Rule);

    public static RefusedException Yours() => new("claimed-by-you",
        "ท่านรับบัญชีของหน่วยงานนี้ไปแล้ว เข้าสู่ระบบใหม่ด้วยรหัสผ่านที่ตั้งไว้ได้เลย",
        "You have claimed this account already; sign in with the password you set.", Rule);

    public static RefusedException EmailTaken() => new("email-taken",
        "อีเมลนี้มีผู้อื่นใช้รับบัญชีแล้ว หนึ่งอีเมลใช้ได้เพียงคนเดียว โปรดใช้อีเมลของท่านเอง",
        "Somebody else uses this e-mail address for their account. One address is for one person; use your own.", Rule);

    public static RefusedException NotYourSite() => new("not-your-site",
        "ส่งมอบบัญชีหรือระบุผู้รับได้เฉพาะหน่วยงานภายใต้สังกัดของ อปท. ของท่าน โดยผู้บริหารหรือปลัด",
        "The executive or the clerk of the local government names who gets an account, or hands it over.", Rule);

    public static RefusedException NameNeeded() => new("person",
        "โปรดกรอกชื่อและนามสกุลของผู้รับบัญชีเป็นภาษาไทย", "Enter the name of who gets the account, in Thai.", Rule);
}
