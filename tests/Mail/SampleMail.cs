using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Tests.Mail;

/// <summary>A mail like those we send; a test changes what it cares about.</summary>
internal static class SampleMail
{
    public const string Subject =
        "แจ้งผลการพิจารณา: ขอสิทธิเข้าใช้ระบบบัญชีคอมพิวเตอร์ขององค์กรปกครองส่วนท้องถิ่น (e-LAAS) ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ 👍";

    public const string Text = "เรียน ผู้ประสานงาน\n\nคำขอได้รับอนุมัติแล้ว\n.\n..สองจุดนำหน้า\n.จุดนำหน้า\nขอแสดงความนับถือ";

    public const string Html = "<html lang=\"th\"><body><p>คำขอได้รับ<b>อนุมัติ</b>แล้ว</p>\n.\n</body></html>";

    public static OutgoingMail To(string address, string id = "outbox-1@flow.example") => new(
        id,
        address,
        "องค์การบริหารส่วนตำบลตัวอย่าง \"ทดสอบ\"",
        Subject,
        Text,
        Html,
        "helpdesk@dla.example",
        new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.FromHours(7)),
        new Dictionary<string, string> { ["X-Flow-Case"] = "elaas-4711" });
}
