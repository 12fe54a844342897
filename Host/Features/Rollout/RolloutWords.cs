using WorkflowHost.Activities.Rollout;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>What the states of circular E are called.</summary>
public static class RolloutWords
{
    public static string Name(Texts texts, Office office) => texts[office.Thai, office.English];

    public static (string Tone, string Words) State(Texts texts, RosterLine line) => line.State switch
    {
        "registered" => ("good", texts["ใช้งานได้", "may use it"]),
        "waiting-order" => ("wait", texts["ลงทะเบียนแล้ว รอคำสั่ง", "registered, waits for the order"]),
        "lapsed" => ("bad", texts["ไม่ลงทะเบียน", "not taken up"]),
        "appointed" => ("info", texts["มีคำสั่งแล้ว รอลงทะเบียน", "appointed, to register"]),
        "accepted" => ("wait", texts["กองคลังรับแล้ว รอคำสั่ง", "accepted, waits for the order"]),
        "sent" => ("wait", texts["ส่งกองคลังแล้ว", "sent"]),
        _ => ("off", texts["ยังไม่ส่ง", "not sent"]),
    };
}
