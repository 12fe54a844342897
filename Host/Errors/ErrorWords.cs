namespace WorkflowHost.Web.Errors;

/// <summary>What an error is called, and the way out, in both languages.</summary>
public sealed record ErrorWords(string TitleTh, string TitleEn, string WayOutTh, string WayOutEn)
{
    public static ErrorWords Of(int status) => status switch
    {
        400 => new("ข้อมูลที่ส่งมาไม่ครบหรือหมดอายุ", "What was sent is incomplete or has expired",
            "กลับไปหน้าก่อนหน้า โหลดหน้าใหม่ แล้วส่งอีกครั้ง ข้อมูลยังไม่ถูกบันทึก",
            "Go back, reload the page and send it again. Nothing was stored."),
        401 => new("ต้องเข้าสู่ระบบก่อน", "Sign in first",
            "เข้าสู่ระบบ แล้วลองอีกครั้ง", "Sign in, then try again."),
        403 => new("หน้านี้ไม่อยู่ในหน้าที่ของคุณ", "This page is not part of your role",
            "หากหน้าที่ของคุณเปลี่ยนไป โปรดแจ้งผู้ดูแลระบบของหน่วยงานให้ปรับบทบาท",
            "If your duties have changed, ask your organisation's administrator to change your role."),
        404 => new("ไม่พบหน้านี้", "This page was not found",
            "ตรวจที่อยู่อีกครั้ง หรือกลับไปหน้าแรก เรื่องที่อยู่นอกหน่วยงานของคุณจะไม่แสดง",
            "Check the address, or go to the first page. Cases outside your organisation are not shown."),
        409 => new("ทำรายการนี้ไม่ได้ในตอนนี้", "This can't be done now",
            "อาจมีผู้อื่นดำเนินการไปแล้ว เปิดเรื่องนี้ดูสถานะล่าสุดก่อน",
            "Somebody may have dealt with it already. Open the case to see where it stands."),
        413 => new("ไฟล์ใหญ่เกินไป", "The file is too large",
            "ไฟล์ต้องไม่เกิน 20 เมกะไบต์ ลองสแกนด้วยความละเอียดต่ำลง แล้วส่งใหม่",
            "A file may have 20 MB. Scan it with a lower resolution and send it again."),
        429 => new("ลองถี่เกินไป", "Too many tries",
            "รอหนึ่งนาที แล้วลองใหม่", "Wait a minute, then try again."),
        >= 400 and < 500 => new("ระบบไม่รับคำขอนี้", "This request is not accepted",
            "กลับไปหน้าก่อนหน้า แล้วลองใหม่", "Go back and try again."),
        503 => new("ระบบขัดข้องชั่วคราว", "The service is down for a moment",
            "ติดต่อฐานข้อมูลไม่ได้ รอหนึ่งนาที แล้วเปิดเรื่องนี้ดูก่อนว่าบันทึกแล้วหรือยัง จึงค่อยส่งใหม่",
            "The database can't be reached. Wait a minute, and look whether it was stored before you send it again."),
        507 => new("ที่เก็บไฟล์เต็ม", "There is no room left for files",
            "ไฟล์ยังไม่ถูกบันทึก โปรดแจ้งผู้ดูแลระบบ แล้วส่งใหม่ภายหลัง",
            "The file was not stored. Tell the administrator, and send it again later."),
        _ => new("ระบบขัดข้อง", "Something went wrong on our side",
            "ลองใหม่ในอีกสักครู่ หากยังไม่ได้ โปรดแจ้งผู้ดูแลระบบพร้อมรหัสด้านล่าง",
            "Try again in a moment. If it stays, tell the administrator, with the code below."),
    };
}
