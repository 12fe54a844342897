using WorkflowHost.Activities.Rollout;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>What the states of circular E are called.</summary>
public static class RolloutWords
{
    /// <summary>What is said to who registered.</summary>
    public static (string Tone, string Words) Registered(Texts texts, string state) => state switch
    {
        "registered" => ("success", texts["ลงทะเบียนแล้ว ใช้ระบบได้ทันที", "Registered; you may use the system now"]),
        "identity-check" => ("warning", texts[
            "ลงทะเบียนแล้ว แต่ชื่อต้องตรวจด้วยเอกสารก่อน ผู้ประสานงานจังหวัดได้รับแจ้งแล้ว "
            + "โปรดเตรียมเอกสาร เช่น ใบสำคัญการสมรสหรือเปลี่ยนชื่อ",
            "Registered, but a document must be seen first. The province's coordinator has been told; have a certificate of "
            + "marriage or of your new name ready."]),
        _ => ("success", texts["ลงทะเบียนแล้ว ใช้ระบบได้เมื่อคำสั่งมอบหมายลงนาม",
            "Registered; you may use the system once the order is signed"]),
    };

    public static string Name(Texts texts, Office office) => texts[office.Thai, office.English];

    public static (string Tone, string Words) State(Texts texts, RosterLine line) => line.State switch
    {
        "registered" => ("good", texts["ใช้งานได้", "may use it"]),
        "identity-check" => ("late", texts["รอตรวจตัวตนด้วยเอกสาร", "identity to be checked"]),
        "waiting-order" => ("wait", texts["ลงทะเบียนแล้ว รอคำสั่ง", "registered, waits for the order"]),
        "lapsed" => ("bad", texts["ไม่ลงทะเบียน", "not taken up"]),
        "appointed" => ("info", texts["มีคำสั่งแล้ว รอลงทะเบียน", "appointed, to register"]),
        "accepted" => ("wait", texts["กองคลังรับแล้ว รอคำสั่ง", "accepted, waits for the order"]),
        "sent" => ("wait", texts["ส่งกองคลังแล้ว", "sent"]),
        _ => ("off", texts["ยังไม่ส่ง", "not sent"]),
    };
}
