using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.People;

/// <summary>A line of what happened to a person and their account.</summary>
public sealed class RecordRow
{
    /// <summary>The latest lines about <c>@id</c>, newest first.</summary>
    public const string Query =
        """
        select u.at, u.action, u.detail, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_th, p.name_en as by_en
        from audit u left join people p on p.id = u.by_person
        where u.subject_id = @id or u.subject_id = (select a.id from accounts a where a.person_id = @id)
        order by u.id desc limit 30
        """;

    public DateTimeOffset At { get; init; }
    public string Action { get; init; } = "";
    public string? Detail { get; init; }
    public string? ByTh { get; init; }
    public string? ByEn { get; init; }

    public string Words(Texts texts) => Action switch
    {
        "signed-in" => texts["เข้าสู่ระบบ", "signed in"],
        "locked" => texts["พักบัญชีเพราะใส่รหัสผิด", "rests after wrong passwords"],
        "account-added" => texts["เปิดบัญชี", "account opened"],
        "account-blocked" => texts["ปิดบัญชี", "account closed"],
        "account-unblocked" => texts["เปิดบัญชีอีกครั้ง", "account opened again"],
        "start-link-sent" => texts["ส่งลิงก์ตั้งรหัสผ่าน", "start link mailed"],
        "password-forgotten" => texts["แจ้งลืมรหัสผ่าน", "password forgotten"],
        "password-confirmed" => texts["ยืนยันรหัสผ่านเดิม", "password confirmed"],
        "password-changed" => texts["เปลี่ยนรหัสผ่าน", "password changed"],
        "password-set-by-link" => texts["ตั้งรหัสผ่านจากลิงก์", "password set by link"],
        "person-added" or "officer-added" => texts["เพิ่มในระบบ", "added"],
        "person-leaves" => texts["พ้นจากหน่วยงาน", "leaves an organisation"],
        "role-given" => texts["ให้บทบาท", "role given"],
        "role-ended" => texts["บทบาทสิ้นสุด", "role ended"],
        "address-is-right" => texts["อีเมลถูกต้องแล้ว ส่งใหม่", "address confirmed by a call"],
        "contact-changed" => texts["แก้ที่อยู่สำรองหรือโทรศัพท์", "second address or phone changed"],
        "phone-changed" => texts["แก้โทรศัพท์", "phone changed"],
        "second-address-asked" => texts["ขอใช้อีเมลสำรอง", "second address asked for"],
        "second-address-confirmed" => texts["ยืนยันอีเมลสำรอง", "second address confirmed"],
        "second-address-removed" => texts["เลิกใช้อีเมลสำรอง", "second address removed"],
        "address-changed" => texts["แก้อีเมล", "address mended"],
        _ => Action,
    };
}
