using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Tests.Web;

/// <summary>
/// Support contacts at any hour (T105, B-11, D-10), exceptions after a cut-off, and citizen ids shown once (T95).
/// </summary>
public sealed class SupportPageTests
{
    const string Number = "0000000079197";

    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        host.Clock.SetTo(new DateTimeOffset(2026, 3, 9, 19, 0, 0, TimeSpan.FromHours(7)));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase("town-officer", "/circulars/B")]
    [TestCase("city-clerk", "/duties/3990102")]
    public async Task T105_AtNineteen_ThePageSaysWhenItOpens_AndOffersAMessage(string account, string path)
    {
        using var visitor = await host.SignInAsync(account);
        var page = await visitor.GetAsync(path);
        Assert.That(page.Text, Does.Contain("ปิดอยู่ เปิด 08:30 น. พรุ่งนี้").And.Contain("ฝากข้อความถึงผู้ดูแล"));
    }

    [Test]
    public async Task T105_AMessage_ReachesTheMailboxAsAMail_IsKept_AndTheSameFormSendsItOnce()
    {
        using var visitor = await host.SignInAsync("town-officer");
        var shortOne = await visitor.PostAsync("/support/B", new { FormKey = "f1", Text = "ช่วย" });
        Assert.That(
            (shortOne.Status, shortOne.Text.Contains("โปรดเขียนข้อความ 10", StringComparison.Ordinal)), Is.EqualTo((400, true)));
        Assert.That(shortOne.Html, Does.Contain("ช่วย</textarea>"), "nothing typed is lost");
        for (var time = 0; time < 2; time++)
            Assert.That(
                (await visitor.PostAsync("/support/B", new { FormKey = "f2", Text = "เข้า e-Plan แล้วขึ้นหน้าว่าง" })).Status,
                Is.EqualTo(302));
        Assert.That((await visitor.GetAsync("/support/B")).Text,
            Does.Contain("ข้อความที่ท่านฝากไว้").And.Contain("เข้า e-Plan แล้วขึ้นหน้าว่าง").And.Contain("saraban@dla.go.th"));
        var mail = JsonSerializer.Deserialize<OutgoingMail>((await host.Database.QueryAsync<string>(
            "select payload from outbox where recipient = 'saraban@dla.go.th'")).Single(), JsonSerializerOptions.Web)!;
        Assert.That((mail.ReplyTo, mail.Text.Contains("ขึ้นหน้าว่าง", StringComparison.Ordinal)),
            Is.EqualTo(("town-officer@demo.example", true)));
        Assert.That((await visitor.GetAsync("/support/Z")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task B06_TheExceptionsPage_IsAskedAndDecidedOn()
    {
        using var agency = await host.SignInAsync("dla-reviewer");
        using var officer = await host.SignInAsync("town-officer");
        Assert.That((await officer.GetAsync("/circulars/B/exceptions")).Text, Does.Contain("ไม่มีสิ่งใดปิดรับถาวร"));
        Assert.That((await officer.GetAsync("/circulars/C/exceptions")).Html, Does.Contain("href=\"/sub-units\""));
        await agency.PostAsync("/circulars/B/windows?add=true", new
        {
            Input_Key = "B-06",
            Input_Kind = "cut-off",
            Input_FromDay = "1/3/2569",
            Input_FromTime = "00:00",
            Input_WhatTh = "ปิดรับผู้ใช้ใหม่",
            Input_WhatEn = "No new users",
            Input_Grace = "0",
        }, "/circulars/B/windows");
        Assert.That((await officer.GetAsync("/circulars/B/windows")).Html, Does.Contain("/circulars/B/exceptions"));
        var empty = await officer.PostAsync(
            "/circulars/B/exceptions", new { Key = "B-06", What = "เพิ่มผู้ใช้หนึ่งคน", Reason = "" },
            "/circulars/B/exceptions?handler=Ask");
        Assert.That(empty.Html, Does.Contain("value=\"เพิ่มผู้ใช้หนึ่งคน\""), "nothing typed is lost");
        Assert.That((await officer.PostAsync("/circulars/B/exceptions",
            new { Key = "B-06", What = "เพิ่มผู้ใช้หนึ่งคน", Reason = "บรรจุหลังปิดรับ" },
            "/circulars/B/exceptions?handler=Ask")).Status,
            Is.EqualTo(302));
        using var city = await host.SignInAsync("city-clerk");
        Assert.That((await city.GetAsync("/circulars/B/exceptions")).Text, Does.Not.Contain("บรรจุหลังปิดรับ"));
        var id = (await host.Database.FirstAsync<string>("select id from exceptions"))!;
        Assert.That(
            (await agency.GetAsync("/circulars/B/exceptions")).Text, Does.Contain("บรรจุหลังปิดรับ").And.Contain("รอพิจารณา"));
        Assert.That((await agency.PostAsync("/circulars/B/exceptions",
            new { Id = id, Until = "15/3/2569", DecisionReason = "เห็นควรอนุญาต", decision = "granted" },
            "/circulars/B/exceptions?handler=Decide")).Status, Is.EqualTo(302));
        Assert.That(
            (await officer.GetAsync("/circulars/B/exceptions")).Text, Does.Contain("อนุญาต").And.Contain("15 มี.ค. 2569"));
    }

    [Test]
    public async Task ManyExceptions_ArePagedByKey_WithWhatIsToBeDecidedFirst()
    {
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            """
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 120)
            insert into exceptions (id, circular_id, window_key, organisation_code, what, reason, asked_by, asked_at, decided_by,
                decided_at, decision, decision_reason)
            select 'x' || (1000 + i), 'D', 'D-0' || i, @Town, 'ขอที่ ' || i || ' ไว้', 'เหตุผล', 'town-officer', @now,
                case when i > 60 then 'dla-reviewer' end, case when i > 60 then @now end,
                case when i > 60 then 'declined' end, case when i > 60 then 'ไม่เข้าเกณฑ์' end from n
            """, new { DemoData.Town, now = host.Clock.GetUtcNow() }));
        using var agency = await host.SignInAsync("dla-reviewer");
        var (pages, address) = (new List<string>(), "/circulars/D/exceptions");
        while (address.Length > 0)
        {
            var page = await agency.GetAsync(address);
            pages.Add(page.Text);
            address = Regex.Match(page.Html, "href=\"(/circulars/D/exceptions\\?after=[^\"]+)\"").Groups[1].Value;
        }
        var shown = pages.Select(page => Regex.Matches(page, "ขอที่ ([0-9]+) ไว้")
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList()).ToList();
        Assert.That(shown.Select(page => page.Count), Is.EqualTo(new[] { 50, 50, 20 }));
        Assert.That(shown.SelectMany(page => page),
            Is.EqualTo(Enumerable.Range(1, 60).Reverse().Concat(Enumerable.Range(61, 60).Reverse())));
    }

    [Test]
    public async Task T95_AReaderSeesMaskedIds_AndOneOfThemOnce_ForAReason()
    {
        await host.Database.WriteAsync(transaction =>
        {
            CitizenIds.Store(transaction, "town-officer", host.Get<CitizenIds>().Seal(
                CitizenId.TryParse(Number, out var id) ? id! : throw new AssertionException(Number)), "ThaID",
                    host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        using var officer = await host.SignInAsync("town-officer");
        Assert.That((await officer.GetAsync("/people/citizen-ids")).Status, Is.EqualTo(403), "not even one's own");
        using var reader = await host.SignInAsync("id-reader");
        var list = await reader.GetAsync("/people/citizen-ids");
        Assert.That(list.Text, Does.Contain("x-xxxx-xxxxx-19-7"));
        var form = await reader.GetAsync("/people/citizen-ids?id=town-officer");
        var key = System.Text.RegularExpressions.Regex.Match(form.Html, "name=\"FormKey\" value=\"([0-9a-f]+)\"").Groups[1].Value;
        var wrong = await reader.PostAsync(
            "/people/citizen-ids?id=town-officer", new { Id = "town-officer", FormKey = key, Reason = "ดู" });
        Assert.That((wrong.Status, wrong.Html.Contains(Number[1..5], StringComparison.Ordinal)), Is.EqualTo((400, false)));
        var values = new { Id = "town-officer", FormKey = key, Reason = "ตรวจตัวตนตามหนังสือร้องเรียน ที่ 12" };
        var shown = await reader.PostAsync("/people/citizen-ids?id=town-officer", values, "/people/citizen-ids");
        Assert.That(shown.Text, Does.Contain("0 0000 00079 19 7").And.Contain("แสดงครั้งนี้ครั้งเดียว"));
        Assert.That(shown.Headers["Cache-Control"], Does.Contain("no-store"));
        var again = await reader.PostAsync("/people/citizen-ids?id=town-officer", values, "/people/citizen-ids");
        Assert.That(again.Text, Does.Contain("แสดงไปแล้วหนึ่งครั้ง").And.Not.Contain("0 0000 00079 19 7"));
        Assert.That(await host.Database.QueryAsync<string>(
            "select by_person || ' ' || subject_id || ' ' || detail from audit where action = 'citizen-id-revealed'"),
            Is.EqualTo(new[] { "id-reader town-officer ตรวจตัวตนตามหนังสือร้องเรียน ที่ 12" }));
    }
}
