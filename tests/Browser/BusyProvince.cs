using System.Text.Json.Nodes;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Tests.Activities.Letters.Files;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Web;
using WorkflowHost.Web.Features.Designer;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// The demo province after some busy weeks, so that every page has something to show: a request in each stage, rights of
/// every kind, work that is late, a fault, and mail. The host is the whole program on a port of its own, with a clock that
/// can be pushed: a yearly review and a missed deadline can't be had otherwise.
/// </summary>
public sealed partial class BusyProvince : IAsyncDisposable
{
    readonly TestHost host;
    readonly Dictionary<string, string> requests = [];
    readonly Dictionary<string, Visitor> visitors = [];
    Actor clerk = null!;

    BusyProvince(TestHost host) => this.host = host;

    public string Address => host.Address;

    public IServiceProvider Services => host.Services;

    public static async Task<BusyProvince> BuildAsync()
    {
        var province = new BusyProvince(await TestHost.StartAsync());
        await province.SuspendARightAsync();
        await province.FileAsync();
        await province.BreakAsync();
        await province.DesignAsync();
        await province.SendAsync();
        await province.AmendAsync();
        await province.RollOutAsync();
        await province.CloseAsync();
        await province.host.DispatchAsync();
        // Nobody works for two weeks: what waits is late now.
        province.host.Clock.Advance(TimeSpan.FromDays(14));
        await province.PlanAReviewAsync();
        return province;
    }

    /// <summary>The address of a yearly review that has one of everything.</summary>
    public string Review { get; private set; } = "";

    /// <summary>The address of the request in this stage.</summary>
    public string Request(string stage) => "/requests/" + requests[stage];

    /// <summary>The address of an appointment order that is to be signed.</summary>
    public string Order { get; private set; } = "";

    /// <summary>The one that is signed.</summary>
    public string SignedOrder { get; private set; } = "";

    public string Message =>
        "/mailbox/message?id=" + Uri.EscapeDataString(new Mailbox(host.MailFolder).List(1, "director").Mails[0].Id);

    /// <summary>The address of a plan to move what runs to the second version of circular A.</summary>
    public string MigrationPlan { get; private set; } = "";

    /// <summary>A circular that the province has registered, and not passed on yet.</summary>
    public string Sending => "busy";

    /// <summary>Of circular A, whose units file requests.</summary>
    public string SendingOfRequests => "requests";

    /// <summary>The address of a simulation that came to its end.</summary>
    public string Simulation { get; private set; } = "";

    /// <summary>A batch of the Director's that waits for its code.</summary>
    public async Task<string> BatchAsync()
    {
        await host.Database.WriteAsync(async transaction =>
        {
            await transaction.ExecuteAsync(
                """
                insert into decision_batches (id, person_id, reason, needs_code, created_at)
                values ('scene', 'director', '', 1, @now) on conflict (id) do nothing
                """, new { now = host.Clock.GetUtcNow() });
            await transaction.ExecuteAsync(
                """
                insert into held_decisions (id, batch_id, task_id, person_id, answer, reason)
                select 'scene', 'scene', min(id), 'director', 'Approve', '' from tasks
                where kind = 'decide' and closed_at is null on conflict (id) do nothing
                """, new { });
        });
        return "/tasks/batch/scene";
    }

    /// <summary>The address of the open task of this kind; of the request in this stage where there are several.</summary>
    public async Task<string> TaskAsync(string kind, string? stage = null)
    {
        var request = stage is null ? null : requests[stage];
        var id = await host.Database.FirstAsync<string>(
            "select id from tasks where kind = @kind and closed_at is null and (@request is null or request_id = @request)",
            new { kind, request });
        Assert.That(id, Is.Not.Null, $"no open task '{kind}'");
        return "/tasks/" + id;
    }

    public async Task<string> ClosedTaskAsync() =>
        "/tasks/" + await host.Database.FirstAsync<string>("select id from tasks where kind = 'decide' and outcome = 'Approve'");

    public async Task<string> RightAsync(string stage) =>
        "/rights/" + await host.Database.FirstAsync<string>(
            "select id from rights where request_id = @request", new { request = requests[stage] });

    public async Task<string> SuspendedRightAsync() =>
        "/rights/" + await host.Database.FirstAsync<string>(
            "select id from rights where suspended_at is not null and valid_to is null");

    public async Task<string> InstanceAsync(string stage) =>
        "/instances/" + await host.Database.FirstAsync<string>(
            "select instance_id from requests where id = @request", new { request = requests[stage] });

    public async Task<string> SiteAsync() =>
        "/sites/" + await host.Database.FirstAsync<string>("select id from sites order by id limit 1");

    public async Task<string> DeadlineAsync() => "/operations/deadlines/"
        + await host.Database.FirstAsync<string>("select id from deadlines where state = 'open' order by id limit 1");

    public Task<string> LinkAsync(string account) => TasksCase.LinkAsync(host, account);

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors.Values)
            visitor.Dispose();
        await host.DisposeAsync();
    }

    // Circular C at everybody at once, with two days until its deadline, which is stated anew.
    async Task<Actor> ActorAsync(string person) => (await Actor.FindAsync(host.Database, person, host.Clock.GetUtcNow()))!;

    async Task FileAsync()
    {
        clerk = (await Actor.FindAsync(host.Database, "city-clerk", host.Clock.GetUtcNow()))!;
        await KeepAsync("identity", await CityAsync("สมหญิง", "รักเรียน", "Somying Rakrian"));
        await KeepAsync("own-identity", await OwnAsync("pao-officer"));
        await KeepAsync("letter", await CityAsync("ประภาส", "แก้วใส", "Prapas Kaewsai"), host.ProveAsync);
        var review = await CityAsync("วรรณา", "พึ่งพา", "Wanna Puengpa");
        await KeepAsync("review", review, host.ProveAsync, id => UploadAsync("city-clerk", id, "นายวรรณา พึ่งพา"));
        await KeepAsync("clean", await CityAsync("สายใจ", "ชื่นบาน", "Saijai Chuenban"), host.ProveAsync,
            id => UploadAsync("city-clerk", id, "นายสายใจ ชื่นบาน", signer: "นายธนากร รุ่งเรือง"));
        await KeepAsync("rejected", await CityAsync("อดิศร", "วงศ์ดี", "Adisorn Wongdee"), host.ProveAsync,
            id => UploadAsync("city-clerk", id, "นายอดิศร วงศ์ดี"),
            id => host.AnswerAsync(id, WorkTask.Review, "reviewer", Approval.Reject,
                new DecisionAnswer("ผู้ลงนามไม่ใช่ผู้บริหารของหน่วยงาน")));
        await KeepAsync("withdrawn", await CityAsync("นิภา", "สดใส", "Nipa Sodsai"),
            id => host.Get<Withdrawal>().WithdrawAsync(id, "ยื่นผิดคน", clerk));
        await KeepAsync("granted", await CityAsync("city-officer2"), host.ProveAsync,
            id => UploadAsync("city-clerk", id, "นางสาวกนกพร วารี"), host.GrantAsync);
        await KeepAsync("revoke", await CityAsync("ชูชัย", "ใจกว้าง", "Choochai Jaikwang", "replace:city-1"));
        var leaver = await EnrolAsync("ปรีชา", "มั่นคง", "Preecha Mankong");
        await KeepAsync("officer-left", await CityAsync(leaver), host.ProveAsync, _ => host.Get<Departure>().LeaveAsync(
            leaver, DemoData.City, host.Clock.GetUtcNow(), clerk, "คำสั่งเทศบาลที่ ๑๒/๒๕๖๗"),
            _ => host.RunDueAsync());
        await KeepAsync("decide", await OwnAsync("officer"), host.ProveAsync, id => UploadAsync("clerk", id, "นางสาวมาลี ใจงาม"),
            id => host.AnswerAsync(id, WorkTask.Review, "reviewer", Approval.Approve,
                new DecisionAnswer("เอกสารครบถ้วน ถูกต้อง")));
        await KeepAsync("sent-back", await OwnAsync("officer2"), host.ProveAsync,
            id => UploadAsync("clerk", id, "นายสมชาย ทองดี"),
            id => host.AnswerAsync(id, WorkTask.Review, "reviewer", Approval.SendBack, new DecisionAnswer("",
                ["เลขที่หนังสือในไฟล์คือ ตย 53001/132 แต่กรอกว่า ตย 53001/123", "ลายมือชื่ออ่านไม่ชัด โปรดสแกนใหม่"])));
        await KeepAsync("account", await SignOnAsync("town-officer", DemoData.Town, RequestKind.Account), host.ProveAsync);
        await KeepAsync("check", await SignOnAsync("tao-officer", DemoData.Tao, RequestKind.AddSystem),
            id => host.AnswerAsync(id, WorkTask.ApproveAccount, "coordinator", Approval.Approve, new DecisionAnswer("")));
        var granted = (await RightAsync("granted"))["/rights/".Length..];
        await ReviewTodayAsync(granted);
    }

    // Something of circular B that closed for good, and somebody who asks for an exception.
    // A second version with less time for the reviewer, a plan to move what runs, and a simulation.
    async Task DesignAsync()
    {
        var text = await File.ReadAllTextAsync(Repository.Path("Workflows/bbl-access.json"));
        var json = JsonNode.Parse(text)!;
        json["version"] = 2;
        var steps = json["root"]!["activities"]!.AsArray();
        steps.Single(step => step!["id"]!.GetValue<string>() == "review")!["dueWorkingDays"]!["expression"]!["value"] = "2";
        await host.Get<DefinitionStore>().PublishAsync([json.ToJsonString()]);
        const string Page = "/designer/bbl-access/migrate?from=1&to=2";
        var planned = await (await VisitorAsync("designer")).PostAsync(Page, new { }, to: Page + "&handler=Plan");
        Assert.That(planned.Status, Is.EqualTo(302), planned.Text);
        MigrationPlan = planned.Location!;
        var designer = (await Actor.FindAsync(host.Database, "designer", host.Clock.GetUtcNow()))!;
        var plan = new SimulationPlan(json.ToJsonString(), [], host.Get<MailTemplates>()) { Organisations = 3 };
        Simulation = "/designer/simulate/" + await host.Get<SimulateRuns>().StartAsync(plan with { Until = plan.From.AddMonths(3) }, designer);
        await host.Get<SimulateRuns>().Current;
    }

    async Task BreakAsync()
    {
        await KeepAsync("faulted", await CityAsync("มานะ", "อดทน", "Mana Odton"), host.ProveAsync,
            id => UploadAsync("city-clerk", id, "นายมานะ อดทน"),
            id => host.AnswerAsync(id, WorkTask.Review, "reviewer", Approval.Approve, new DecisionAnswer("เอกสารครบถ้วน")));
        await ChangeAsync("create trigger no_rights before insert on rights begin select raise(abort, 'no room'); end");
        var decision = await TaskAsync(WorkTask.Decide, "faulted");
        var director = await VisitorAsync("director");
        await director.PostAsync(decision, new { Answer = Approval.Approve });
        await director.PostAsync(decision + "/code", new { Code = await TasksCase.CodeAsync(host, "director") });
        await ChangeAsync("drop trigger no_rights");
        var now = host.Clock.GetUtcNow();
        await host.Database.WriteAsync(transaction =>
        {
            Outbox.Queue(transaction, now, "mail", "lost:1", "somebody@demo.example", "{}");
            transaction.Write(
                "update outbox set failed_at = @now, due_at = null, attempts = 30, last_error = '550 no such user' where key = 'lost:1'",
                new { now });
            return Task.CompletedTask;
        });
    }

    async Task<string> SignOnAsync(string officer, string organisation, string kind) => (await host.Get<Filing>().FileAsync(
        new RequestForm(Guid.NewGuid().ToString(), "e-Plan", kind, organisation, officer, null, ""),
        (await Actor.FindAsync(host.Database, officer, host.Clock.GetUtcNow()))!)).RequestId;

    async Task<string> CityAsync(string given, string family, string english, string choice = "new") =>
        await CityAsync(await EnrolAsync(given, family, english), choice);

    Task<string> EnrolAsync(string given, string family, string english) => host.Get<Enrolment>().AddAsync(
        new NewOfficer(DemoData.City, "นาย", given, family, english, $"{english.Split(' ')[0].ToLowerInvariant()}@demo.example"), clerk);

    async Task<string> CityAsync(string person, string choice = "new") =>
            await (await VisitorAsync("city-clerk")).FileAsync(choice, person);

    async Task<string> OwnAsync(string person) => await (await VisitorAsync(person)).FileAsync("new", person);

    async Task KeepAsync(string stage, string request, params Func<string, Task>[] then)
    {
        requests[stage] = request;
        foreach (var step in then)
            await step(request);
    }

    async Task UploadAsync(string account, string request, string name, string? signer = null)
    {
        var letter = Cases.RightLetter(name);
        letter["Input.SignerName"] = signer ?? letter["Input.SignerName"];
        letter["Input.LetterNumber"] = $"ตย 53001/{request[^3..]}";
        var pdf = TinyPdf.Letter("", $"<< /Unique ({request}) >>").Table().ToBytes();
        var visitor = await VisitorAsync(account);
        var sent = await visitor.UploadAsync(
            $"/requests/{request}/upload", letter, "Input.File", Cases.AnyPdf, pdf, "application/pdf");
        Assert.That(sent.Status, Is.EqualTo(302), sent.Text);
    }

    async Task<Visitor> VisitorAsync(string account) =>
        visitors.TryGetValue(account, out var signedIn) ? signedIn : visitors[account] = await host.SignInAsync(account);

    Task<int> ChangeAsync(string sql) => host.Database.WriteAsync(transaction => transaction.ExecuteAsync(sql, new { }));
}
