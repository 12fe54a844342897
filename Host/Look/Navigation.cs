using WorkflowHost.Activities.People;

namespace WorkflowHost.Web.Look;

/// <summary>
/// The main menu and the home page's tiles: one line a subject, with who sees it. A page still has its own policy. What belongs
/// to
/// one circular stands on the home page and on the circular's own page, not in the menu.
/// </summary>
public sealed class Navigation(IHostEnvironment environment)
{
    public sealed record Item(
        string Path, string Icon, string Thai, string English, string LeadThai, string LeadEnglish, Func<Actor, bool> IsFor,
        string? Circular = null);

    IEnumerable<Item> All()
    {
        yield return new("/tasks", "tasks", "งานของฉัน", "My tasks",
            "เรื่องที่รอคุณดำเนินการ เรียงตามวันครบกำหนด", "What waits for you, by due date", _ => true);
        yield return new("/requests", "requests", "คำขอ", "Requests",
            "ยื่นคำขอ และดูว่าเรื่องอยู่ที่ใคร", "File a request and see who has it now", _ => true);
        yield return new("/rights", "rights", "สิทธิ", "Rights",
            "ใครถือสิทธิใด ตั้งแต่เมื่อใด", "Who holds which right, and since when", _ => true);
        yield return new("/sub-units", "organisation", "หน่วยงานภายใต้สังกัด", "Sub-units",
            "รายชื่อโรงเรียน รพ.สต. และหน่วยงานอื่น การยืนยัน และการรับบัญชี",
            "Schools, health units and others: lists, checks, claims",
            actor => actor.Memberships.Any(membership => membership.Role is not (Role.Designer or Role.Operator)), Circular: "C");
        yield return new("/circulars", "circulars", "หนังสือเวียน", "Circulars",
            "สาระ กำหนดเวลา และข้อกำหนดของหนังสือแต่ละฉบับ", "What each circular says, and its dates", _ => true);
        yield return new("/duties", "person", "หน้าที่ e-Plan", "e-Plan duties",
            "ใครรับผิดชอบด้านใด ตามหนังสือเวียน D", "Who is responsible for what, of circular D",
            actor => actor.Is(Role.Coordinator) || actor.Is(Role.Executive) || actor.Is(Role.Clerk), Circular: "D");
        yield return new("/cascade", "cascade", "หนังสือเวียนที่มาถึง", "Circulars received",
            "ลงรับ แจ้งต่อ และติดตามหน่วยงานในสังกัด", "Register, pass on, and follow the organisations below",
            actor => actor.SeesTheCountry || actor.Is(Role.Coordinator) || actor.Is(Role.Clerk) || actor.Is(Role.Executive));
        yield return new("/rollout", "requests", "เริ่มใช้ e-bill", "e-bill rollout",
            "รายชื่อ คำสั่งมอบหมาย ลงทะเบียน และการทดลอง ตามหนังสือเวียน E",
            "Rosters, orders, registration and trial of circular E",
            actor => actor.Is(Role.Coordinator) || actor.Is(Role.Finance), Circular: "E");
        yield return new("/people/deputies", "person", "ผู้ปฏิบัติหน้าที่แทน", "Who acts for me",
            "คำสั่งรักษาราชการแทนเมื่อไม่อยู่ มีเลขที่และวันเริ่มสิ้นสุด", "Orders to act while you are away",
            actor => actor.Memberships.Any(one => one.Capacity == Capacity.Own && Deputies.Offices.Contains(one.Role)));
        yield return new("/operations", "operations", "ดูแลระบบ", "Operations",
            "งานที่ค้าง เหตุขัดข้อง และจดหมายที่ส่งไม่ออก", "Late work, incidents and undelivered mail",
            actor => actor.Is(Role.Operator) || actor.Is(Role.Auditor));
        yield return new("/reviews", "clock", "ทบทวนประจำปี", "Yearly reviews",
            "แผนของปี ใครถูกถามเมื่อใด เบรก และหลักฐาน", "The year's plan, who is asked when, the brake, and the evidence",
            actor => actor.Is(Role.Operator) || actor.Is(Role.Auditor), Circular: "A");
        yield return new("/designer", "designer", "ออกแบบกระบวนการ", "Designer",
            "กติกา วันครบกำหนด ผู้พิจารณา และถ้อยคำของแต่ละกระบวนการ", "Rules, dates, people and wording of every workflow",
            actor => actor.Is(Role.Designer));
        yield return new("/people/citizen-ids", "person", "เลขประจำตัวประชาชน", "Citizen ids",
            "ดูแบบปิดบัง และเปิดดูเลขเต็มเมื่อมีเหตุผล", "Masked; one of them whole, for a reason",
            actor => actor.Is(Role.IdReader));
        yield return new("/people/accounts", "person", "บัญชีผู้ใช้", "Accounts",
            "เปิดบัญชี ให้บทบาท และส่งลิงก์ตั้งรหัสผ่าน", "Open accounts, give roles, send start links",
            actor => actor.Is(Role.Operator));
        if (environment.IsDevelopment())
            yield return new("/mailbox", "mailbox", "กล่องจดหมายทดลอง", "Trial mailbox",
                "จดหมายที่ระบบส่งในเครื่องทดลองนี้", "Mails this trial system would have sent", _ => true);
    }

    public IReadOnlyList<Item> For(Actor actor) => [.. All().Where(item => item.IsFor(actor))];
}
