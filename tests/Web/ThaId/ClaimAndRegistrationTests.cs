using System.Text.Json;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Web.ThaId;

/// <summary>ThaID where a site is claimed (C-15) and where people register for e-bill (E-05), over HTTP.</summary>
public sealed partial class ClaimAndRegistrationTests
{
    const string Mailbox = "saraban@sample-city.example";
    const string Number = "0000000000027";

    TestProvider provider = null!;
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        provider = await TestProvider.StartAsync();
        host = await TestHost.StartAsync("Development", [.. provider.Settings, "--ThaId:LeastLevel=2.1"]);
        provider.Know(host.Clock);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        await provider.DisposeAsync();
    }

    [SetUp]
    public void Reset() => (provider.Pid, provider.Name, provider.IsDown) = (Number, "นางสมใจ รักเรียน", false);

    [Test, Order(1)]
    public async Task C15_WhoFollowsAClaimLink_ProvesWithThaId_WithoutAnAccount_AndTheNumberIsKeptNowhere()
    {
        var link = await LinkAsync();
        using var visitor = host.NewVisitor();
        var page = await visitor.GetAsync(link);
        Assert.That(page.Html, Does.Contain(link + "/thaid/start").And.Not.Contain("name=\"CitizenId\""));
        Assert.That((await visitor.PostAsync(link, new { CitizenId = Number, NameTh = "สมใจ รักเรียน" }, link + "?handler=Prove"))
            .Status, Is.EqualTo(404), "where ThaID is connected nobody types a number");
        var said = await ProveAsync(visitor, link + "/thaid/start");
        Assert.That(said.Text, Does.Contain("ยืนยันตัวตนแล้ว").And.Contain("x-xxxx-xxxxx-02-7").And.Contain("อีเมลของท่าน"));
        Assert.That(provider.Complaints, Is.Empty);
        Assert.That(await host.Database.FirstAsync<string>("select method || ' ' || citizen_hash from site_claimants"),
            Is.EqualTo("ThaID " + host.Get<CitizenIds>().HashOf(Id(Number))));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from citizen_ids"), Is.Zero);
    }

    [Test, Order(2)]
    public async Task C15_AnotherNameThanTheNamedPersons_IsRefusedOnTheLinksPage()
    {
        var link = await LinkAsync();
        provider.Name = "นายอื่น คนละคน";
        using var visitor = host.NewVisitor();
        var said = await ProveAsync(visitor, link + "/thaid/start");
        Assert.That(said.Text, Does.Contain("ไม่ตรงกับผู้รับบัญชีที่").And.Contain("ยืนยันตัวตนด้วย ThaID"));
    }

    [Test, Order(3)]
    public async Task C15_T101_TheReturnBelongsToTheBrowserItBeganIn_AndADownThaIdHoldsUpNobodyElse()
    {
        var link = await LinkAsync();
        using var visitor = host.NewVisitor();
        var start = await visitor.GetAsync(link + "/thaid/start");
        var back = await TestProvider.ProveAsync(start.Location!);
        using var other = host.NewVisitor();
        Assert.That((await other.GetAsync(back)).Location, Does.Contain("/sign-in"), "without its cookie it is nobody's return");
        host.Clock.SetTo(host.Clock.GetUtcNow().AddMinutes(11));
        var late = await visitor.FollowAsync(await visitor.GetAsync(back));
        Assert.That(late.Text, Does.Contain("หมดเวลา").And.Contain("รับบัญชีระบบ New e-LAAS"));

        // What the provider said of itself is kept for an hour.
        host.Clock.SetTo(host.Clock.GetUtcNow().AddHours(2));
        provider.IsDown = true;
        var down = await visitor.FollowAsync(await visitor.GetAsync(link + "/thaid/start"));
        Assert.That(down.Text, Does.Contain("ติดต่อ ThaID ไม่ได้"));
        Assert.That(await host.Database.QueryAsync<string>("select subject_id from audit where action = 'thaid-down'"),
            Has.Exactly(1).Items.And.All.Not.Contain(link[6..]), "the link is a secret; the site stands there");
        Assert.That((await visitor.GetAsync("/site/unknown/thaid/start")).Status, Is.EqualTo(404));
    }

    [Test, Order(4)]
    public async Task E05_T102_WhoRegistersProvesTheirNumber_ADifferingNameWaitsForSomebodysEyes()
    {
        await StartRolloutAsync();
        provider.Pid = "0000000079197";
        provider.Name = "นายอำนวย ศรีใหม่";
        using var district = await host.SignInAsync("district");
        var page = await district.GetAsync("/rollout/register?office=D9901");
        Assert.That(page.Html, Does.Contain("/rollout/register/thaid/start?office=D9901").And.Not.Contain("name=\"Citizen\""));
        Assert.That((await district.PostAsync("/rollout/register", new { Office = "D9901", Citizen = provider.Pid })).Status,
            Is.EqualTo(404));
        var said = await ProveAsync(district, "/rollout/register/thaid/start?office=D9901");
        Assert.That(said.Text, Does.Contain("ชื่อต้องตรวจด้วยเอกสารก่อน").And.Contain("รอตรวจตัวตนด้วยเอกสาร"));

        using var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync("/rollout/identity")).Status, Is.EqualTo(403));
        using var coordinator = await host.SignInAsync("coordinator");
        Assert.That((await coordinator.GetAsync("/rollout/9900")).Text, Does.Contain("รอตรวจตัวตน 1 คน"));
        var desk = await coordinator.GetAsync("/rollout/identity");
        Assert.That(desk.Text, Does.Contain("นายอำนวย เมืองงาม").And.Contain("นายอำนวย ศรีใหม่"));
        var line = (await host.Database.FirstAsync<string>("select id from roster_lines where identity_open is not null"))!;
        var empty = await coordinator.PostAsync(
            "/rollout/identity", new { LineId = line, Document = "", decision = "confirmed" });
        Assert.That(empty.Text, Does.Contain("โปรดระบุเอกสารที่ตรวจ"));
        var scan = await coordinator.UploadAsync("/rollout/identity",
            new { LineId = line, Document = "ใบเปลี่ยนชื่อสกุล 12/2565", decision = "confirmed" }, "Scan", "ใบเปลี่ยนชื่อ.pdf",
            "no pdf"u8.ToArray(), "application/pdf");
        Assert.That((scan.Status, scan.Text), Is.EqualTo((400, scan.Text)), "the file is looked at, not its name");
        Assert.That((await coordinator.UploadAsync("/rollout/identity",
            new { LineId = line, Document = "ใบเปลี่ยนชื่อสกุล 12/2565", decision = "confirmed" }, "Scan", "ใบเปลี่ยนชื่อ.png",
            WorkflowHost.Activities.Letters.ReferenceCode.Png("BBL-2569-7K3M9QX4"), "image/png")).Status, Is.EqualTo(302));
        var file = Regex.Match((await coordinator.GetAsync("/rollout/identity")).Html, "/files/[^\"]+").Value;
        Assert.That((await coordinator.GetAsync(file)).Headers["Content-Type"], Is.EqualTo("image/png"));
        Assert.That((await district.GetAsync(file)).Status, Is.EqualTo(404), "the document concerns who decides");
        Assert.That((await district.GetAsync("/rollout/register")).Text, Does.Not.Contain("รอตรวจตัวตน"));
        Assert.That(await host.Database.FirstAsync<string>("select name_proven || '/' || document from identity_decisions"),
            Is.EqualTo("นายอำนวย ศรีใหม่/ใบเปลี่ยนชื่อสกุล 12/2565"));
    }

    async Task StartRolloutAsync()
    {
        host.Clock.SetTo(new DateTimeOffset(2022, 6, 17, 9, 0, 0, TimeSpan.FromHours(7)));
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set valid_from = @from", new { from = host.Clock.GetUtcNow().AddYears(-1) }));
        var coordinator = (await Actor.FindAsync(host.Database, "coordinator", host.Clock.GetUtcNow()))!;
        await host.Get<RosterDesk>().PutAsync(DemoData.Province, new Dictionary<string, string>
        {
            ["office"] = "D9901",
            ["title"] = "นาย",
            ["given"] = "อำนวย",
            ["family"] = "เมืองงาม",
            ["citizen"] = "0000000079197",
            ["position"] = "ปลัดอำเภอ",
            ["email"] = "",
        }, coordinator);
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update roster_lines set sent_at = @now", new { now = host.Clock.GetUtcNow() }));
    }

    // There and back; what the page says in the end.
    static async Task<Visitor.Answer> ProveAsync(Visitor visitor, string start)
    {
        var there = await visitor.GetAsync(start);
        return await visitor.FollowAsync(await visitor.GetAsync(await TestProvider.ProveAsync(there.Location!)));
    }

    // A new link for each test: sent from the mayor's page, read in the central mailbox.
    async Task<string> LinkAsync()
    {
        host.Clock.SetTo(host.Clock.GetUtcNow().AddMinutes(1));
        using var mayor = await host.SignInAsync("city-mayor");
        var sent = await mayor.PostAsync("/sites", new { organisation = DemoData.City }, "/sites?handler=Again");
        Assert.That(sent.Status, Is.EqualTo(302), sent.Text);
        var mail = JsonSerializer.Deserialize<OutgoingMail>((await host.Database.FirstAsync<string>(
            "select payload from outbox where recipient = @Mailbox order by id desc limit 1", new { Mailbox }))!,
            JsonSerializerOptions.Web)!;
        return Link().Match(mail.Text).Groups[1].Value;
    }

    static CitizenId Id(string number) => CitizenId.TryParse(number, out var id) ? id! : throw new AssertionException(number);

    [GeneratedRegex(@"https?://[^/\s]+(/site/\w+)")]
    private static partial Regex Link();
}
