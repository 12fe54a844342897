using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Browser;

// What is sent, amended, rolled out and closed in it.
public sealed partial class BusyProvince
{
    async Task SendAsync()
    {
        var now = host.Clock.GetUtcNow();
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update circular_dates set at = @at, by_person = 'dla-reviewer' where circular_id = 'C' and key = 'C-12' and stated_by = 'DLA'",
            new { at = now.AddHours(9) }));
        var form = new SendingForm(Sending, "C", "circular-report", WorkflowHost.Activities.Cascade.Sending.Direct,
            ["pao", "city_municipality", "town_municipality", "tambon_municipality", "tao"], "/", "C-12", 8, "มท ๐๘๐๘.๔/ว ๒๑๙",
            ThaiDate.BangkokDate(now));
        await host.Get<SendingDesk>().SendAsync(form, await ActorAsync("dla-reviewer"));
        await host.Get<SendingDesk>().SendAsync(new SendingForm(SendingOfRequests, "A", Filing.Definition,
            WorkflowHost.Activities.Cascade.Sending.Direct, ["pao", "city_municipality", "town_municipality", "tambon_municipality"],
            "/", null, 8, "นร ๐๗๒๑/ว๙", new DateOnly(2023, 11, 2)), await ActorAsync("reviewer"));
        await host.Get<SendingJob>().RunAsync();
        await host.Get<HopDesk>().ReceiveAsync(Sending, DemoData.Province, new ReceiptForm("4425", null), await ActorAsync("coordinator"));
        await host.Get<HopDesk>().ReceiveAsync(Sending, DemoData.City, new ReceiptForm("77", null), await ActorAsync("city-clerk"));
        await host.Get<Chasing>().KeepAsync(
            Sending, DemoData.Province, DemoData.City, Chasing.Call, "รับเรื่องแล้ว กำลังรวบรวม", await ActorAsync("coordinator"));
    }

    // Circular C has new words by one letter; another with a longer deadline and a new clause is written down.
    async Task AmendAsync()
    {
        var (desk, sender) = (host.Get<AmendmentDesk>(), await ActorAsync("dla-reviewer"));
        var today = ThaiDate.BangkokDate(host.Clock.GetUtcNow());
        await desk.KeepAsync(AmendmentForm.Empty("busy-applied", "C", "มท ๐๘๐๘.๔/ว ๓๐๐", today, "มีผู้ยังส่งไม่ครบ") with
        {
            Clauses = [new NewWords("C-01", "ให้นำเข้าข้อมูลหน่วยงานย่อยทุกแห่ง", "นำเข้าข้อมูลทุกแห่ง", "Enter every sub-unit")],
        }, sender);
        await desk.StartAsync("busy-applied", sender);
        await host.Get<AmendmentJob>().RunAsync();
        await desk.KeepAsync(AmendmentForm.Empty("busy-planned", "C", "มท ๐๘๐๘.๔/ว ๓๐๑", today, "เพิ่มการรายงาน") with
        {
            Dates = [new NewDate("C-12", today.AddDays(4), null)],
            AddedClauses = [new ClauseLine("ให้รายงานผล", "รายงานผล", "Report the result")],
        }, sender);
    }

    async Task RollOutAsync()
    {
        var (finance, coordinator) = (await VisitorAsync("finance"), await VisitorAsync("coordinator"));
        await finance.PostAsync("/rollout", new { }, "/rollout?handler=Demo");
        await NameAsync("9900", "0000000000019");
        await NameAsync("D9901", "0000000000027");
        await AppointAsync();
        await finance.PostAsync(Order, new
        {
            Input_Number = "๑๒๓/๒๕๖๕",
            Input_Date = ThaiDate.PageForm(ThaiDate.BangkokDate(host.Clock.GetUtcNow())),
            Input_SignerName = "นายสมมุติ อธิบดี",
            Input_SignerPosition = "อธิบดีกรมการปกครอง",
            Input_Capacity = "own",
        });
        SignedOrder = Order;
        await host.RunDueAsync();
        await (await VisitorAsync("district")).PostAsync("/rollout/register",
            new { Office = "D9901", Citizen = "0000000000027", NameTh = "สมชาย ชื่อใหม่" });
        await NameAsync("D9902", "0000000000035");
        await AppointAsync();

        Task NameAsync(string office, string citizen) => coordinator.PostAsync("/rollout/9900", new
        {
            Input_Office = office,
            Input_Title = "นาย",
            Input_Given = "สมชาย",
            Input_Family = "ใจดี",
            Input_Citizen = citizen,
            Input_Position = "ปลัดอำเภอ",
        }, "/rollout/9900?handler=Add");

        async Task AppointAsync()
        {
            await coordinator.PostAsync("/rollout/9900", new { }, "/rollout/9900?handler=Send");
            var check = await host.Database.FirstAsync<string>(
                "select id from tasks where organisation_code = 'DOPA' and closed_at is null");
            await finance.PostAsync("/tasks/" + check, new { Answer = "Accept" });
            Order = (await finance.PostAsync("/rollout/orders", new { })).Location!;
        }
    }

    async Task CloseAsync()
    {
        await host.Get<WindowDesk>().AddAsync("B", "B-01", new WindowForm(Window.CutOff, host.Clock.GetUtcNow().AddDays(-1), null, 0,
            "ปิดรับผู้ใช้ใหม่ของ e-Plan", "e-Plan takes no new users"), await ActorAsync("operator"));
        await host.Get<ExceptionDesk>().AskAsync("B", "B-01", DemoData.Town, "เพิ่มผู้ใช้หนึ่งคน", "บรรจุใหม่หลังวันปิดรับ",
            await ActorAsync("town-officer"));
        var citizen = CitizenId.TryParse("0000000000043", out var id) ? id! : throw new FormatException();
        await host.Database.WriteAsync(transaction =>
        {
            CitizenIds.Store(transaction, "town-officer", host.Get<CitizenIds>().Seal(citizen), "thaid", host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
    }
}
