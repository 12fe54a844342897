using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.RolloutScenes;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Training, trial, purge and go-live of circular E, and its whole calendar as a story.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class TrialTests(Func<TestDatabase> open)
{
    [Test]
    public async Task E02_E10_E12_EveryOfficeInstallsAndReadsTheRules_AndSaysSo()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        var task = await TaskAsync(world, "ติดตั้งโปรแกรม", "D9901");
        Assert.That(task.TextTh, Does.Contain("ดาวน์โหลดคู่มือ").And.Contain("ClickOnce").And.Contain("หลักเกณฑ์"));
        Assert.That(task.DueAt, Is.EqualTo(At(6, 30, 23, 59).AddSeconds(59)));
        await world.AnswerAsync(task, "district", "Done", new { reason = "" });
        await world.LeapsToAsync(At(7, 1, 0, 1));
        Assert.That(await world.Database.QueryAsync<string>(
            "select about_code || ' ' || outcome from tasks where title_th like 'ติดตั้งโปรแกรม%' order by about_code"),
            Is.EqualTo(new[] { "9900 Overdue", "D9901 Done", "D9902 Overdue", "D9903 Overdue" }));
    }

    [Test]
    public async Task E06_OnePersonOfAnOfficeAttendsTheTraining_AndTheNameIsRecorded()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        await world.LeapsToAsync(At(6, 22, 12, 30));
        var task = await TaskAsync(world, "ส่งผู้เข้าอบรม", "D9901");
        Assert.That(task.TextTh, Does.Contain("22 มิถุนายน 2565 เวลา 09.00–12.00 น."));
        Assert.That((await world.MailsToAsync("district")).Count(mail => mail.Subject.StartsWith("เตือนครั้งที่ 1: ส่งผู้เข้าอบรม", StringComparison.Ordinal)),
            Is.EqualTo(1), "the day before");
        Assert.That(await world.AnswerAsync(task, "district", "Attended", new { reason = "", evidence = "นายอื่น ไม่มีชื่อ" }),
            Is.InstanceOf<StepResult.Refused>(), "who attended stands on the office's roster");
        await world.AnswerAsync(task, "district", "Attended", new { reason = "", evidence = "นายสอง ใจดี" });
        Assert.That(await world.Database.QueryAsync<string>(
            "select d.evidence from decisions d join tasks t on t.id = d.task_id where t.about_code = 'D9901' and d.answer = 'Attended'"),
            Is.EqualTo(new[] { "นายสอง ใจดี" }));
        Assert.That(await world.AnswerAsync(task, "district", "Attended", new { reason = "", evidence = "นายสาม" }),
            Is.InstanceOf<StepResult.AlreadyDone>(), "one of each office");
    }

    [Test]
    public async Task E07_T30_SevenOfEightTypes_AreRemindedOnThreeDays_ReportedAndBlockNothing()
    {
        await using var world = await TryingAsync();
        var district = await world.ActorAsync("district");
        foreach (var type in Types.Take(7))
            await world.Trying().EnterAsync("D9901", type.Key, 12_345, Types, district);
        await world.PassesAsync(At(7, 20, 23) - world.Clock.GetUtcNow());
        var reminders = (await world.MailsToAsync("district")).Where(mail => mail.Subject.StartsWith("ยังทดลองไม่ครบ", StringComparison.Ordinal)).ToList();
        Assert.That(reminders, Has.Count.EqualTo(3));
        Assert.That(reminders[0].Text, Does.Contain("ยังขาด: ประเภทที่ ๘"));
        await world.LeapsToAsync(At(7, 21));
        Assert.That(await world.Database.FirstAsync<string>("select detail from audit where action = 'trial-short' and organisation_code = 'D9901'"),
            Is.EqualTo("ประเภทที่ ๘"));
        await world.LeapsToAsync(At(8, 1, 9));
        Assert.That(await TaskAsync(world, "ยืนยันว่าเลิกออกใบเสร็จ", "D9901"), Is.Not.Null, "a shortfall blocks nothing");
    }

    [Test]
    public async Task E07_EntriesAreTakenWithinTheTrialOnly_FromThoseWithARight()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        await world.LeapsToAsync(At(6, 20));
        var district = await world.ActorAsync("district");
        await world.Registering().RegisterAsync("D9901", Ids[1], district);
        Task EnterAsync() => world.Trying().EnterAsync("D9901", "type1", 100, Types, district);
        Assert.That(await CodeOfRefusalAsync(EnterAsync), Is.EqualTo("trial-not-open"));
        await world.LeapsToAsync(At(7, 20, 23, 59));
        await EnterAsync();
        await world.LeapsToAsync(At(7, 21, 0));
        Assert.That(await CodeOfRefusalAsync(EnterAsync), Is.EqualTo("trial-over"));
        Assert.That(await CodeOfRefusalAsync(() => world.Trying().EnterAsync("D9902", "type1", 100, Types, district)), Is.EqualTo("no-e-bill-right"));
        Assert.That(await CodeOfRefusalAsync(() => world.Trying().EnterAsync("D9901", "type99", 100, Types, district)), Is.EqualTo("receipt-type"));
    }

    [Test]
    public async Task E08_T31_ThePurgeStopsAtAReceiptWronglyDated_AndThenCertifiesWhatWent()
    {
        await using var world = await TryingAsync();
        var district = await world.ActorAsync("district");
        foreach (var type in Types)
            await world.Trying().EnterAsync("D9901", type.Key, 500, Types, district);
        var finance = await world.ActorAsync("finance");
        Assert.That(await CodeOfRefusalAsync(() => world.Purging().RunAsync(finance)), Is.EqualTo("purge-too-early"));
        await world.LeapsToAsync(At(7, 27));
        await ReceiptByHandAsync(world, At(7, 25));
        var stopped = Assert.ThrowsAsync<WorkflowHost.Engine.RefusedException>(() => world.Purging().RunAsync(finance))!;
        Assert.That((stopped.Code, stopped.Details["receiptId"]), Is.EqualTo(("wrongly-dated", (object)"by-hand")));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from trial_entries"), Is.EqualTo(8), "nothing went");
        Assert.That(await CodeOfRefusalAsync(() => world.Purging().DecideAsync("by-hand", null, " ", finance)), Is.EqualTo("reason-needed"));
        await world.Purging().DecideAsync("by-hand", At(8, 1, 10), "พิมพ์วันที่ผิด", await world.ActorAsync("operator"));
        var certificate = await world.Purging().RunAsync(finance);
        Assert.That((certificate.TrialBefore, certificate.TrialAfter, certificate.LiveBefore, certificate.LiveAfter), Is.EqualTo((8, 0, 1, 1)));
        Assert.That(certificate.LiveSha256After, Is.EqualTo(certificate.LiveSha256Before));
        Assert.That(certificate.TrialSha256, Has.Length.EqualTo(64).And.Not.EqualTo(certificate.LiveSha256Before));
        Assert.That(await world.Database.QueryAsync<string>("select id from live_receipts"), Is.EqualTo(new[] { "by-hand" }));
        Assert.That(await CodeOfRefusalAsync(() => world.Purging().RunAsync(finance)), Is.EqualTo("purged"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from roster_lines where right_from is not null"), Is.EqualTo(1), "users stay");
    }

    [Test]
    public async Task E08_TheStatementThatDeletes_NamesTheTrialEntriesAndNoOtherTable()
    {
        var source = await File.ReadAllTextAsync(Repository.Path("Activities/Rollout/Purge.cs"));
        var deletes = source.Split('\n').Where(line => line.Contains("delete from", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.That(deletes, Has.Count.EqualTo(1));
        Assert.That(deletes[0], Does.Contain("delete from trial_entries"));
    }

    [Test]
    public async Task E09_T32_AReceiptIsRefusedBeforeGoLive_AndTakenAtMidnight_WhenTheTrialIsOver()
    {
        await using var world = await TryingAsync();
        var district = await world.ActorAsync("district");
        await world.LeapsToAsync(At(7, 31, 23, 59));
        Assert.That(await CodeOfRefusalAsync(() => world.Trying().IssueAsync("D9901", "type1", 100, Types, district)), Is.EqualTo("not-live-yet"));
        await world.LeapsToAsync(At(8, 1, 0));
        for (var press = 0; press < 2; press++)
            await world.Trying().IssueAsync("D9901", "type1", 100, Types, district, formKey: "one");
        Assert.That(await CodeOfRefusalAsync(() => world.Trying().EnterAsync("D9901", "type1", 100, Types, district)), Is.EqualTo("trial-over"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from live_receipts"), Is.EqualTo(1), "pressed twice, issued once");
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'receipt-issued'"), Is.EqualTo(1));
    }

    [Test]
    public async Task E11_AfterGoLive_EveryOfficeConfirmsThatSlipsAndReceiptsComeFromThisSystemOnly()
    {
        await using var world = await TryingAsync();
        await world.LeapsToAsync(At(7, 27));
        await world.Purging().RunAsync(await world.ActorAsync("finance"));
        await world.LeapsToAsync(At(8, 1, 9));
        var task = await TaskAsync(world, "ยืนยันว่าเลิกออกใบเสร็จ", "D9901");
        Assert.That(task.TextTh, Does.Contain("Bill Payment").And.Contain("ระบบเดียว"));
        await world.AnswerAsync(task, "district", "Closed", new { reason = "", evidence = "เล่มที่ ๑๒" });
        await world.LeapsToAsync(At(8, 31));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from instances where definition_id = 'ebill-rollout' and status = 'Finished'"),
            Is.EqualTo(4));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from incidents"), Is.Zero);
    }

    [Test]
    public async Task The_rollout_of_a_province_reads_as_the_circular_says()
    {
        await using var world = await RolloutAsync(open);
        world.PassesEveryHour = true;
        await world.NamesAllAsync();
        await world.SendsRosterAsync();
        await world.AcceptsAsync("Return", "ตำแหน่งไม่ครบ");
        await world.NamesAsync(DemoData.Province, "หนึ่ง", Ids[0], position: "ปลัดจังหวัด");
        await world.NamesAsync(DemoData.Province, "ห้า", "0000000000035");
        await world.SendsRosterAsync();
        await world.AcceptsAsync();
        await world.PassesAsync(TimeSpan.FromDays(1));
        await world.SignsOrderAsync();
        await world.PassesAsync(TimeSpan.FromDays(3));
        await world.Registering().RegisterAsync(DemoData.Province, Ids[0], await world.ActorAsync("coordinator"));
        await world.AnswerAsync(await TaskAsync(world, "ติดตั้งโปรแกรม", DemoData.Province), "coordinator", "Done", new { reason = "สองเครื่อง" });
        await world.PassesAsync(At(6, 22, 13) - world.Clock.GetUtcNow());
        await world.AnswerAsync(await TaskAsync(world, "ส่งผู้เข้าอบรม", DemoData.Province), "coordinator", "Attended",
            new { reason = "", evidence = "นายหนึ่ง ใจดี" });
        foreach (var type in Types)
            await world.Trying().EnterAsync(DemoData.Province, type.Key, 100, Types, await world.ActorAsync("coordinator"));
        await world.PassesAsync(At(7, 27, 10) - world.Clock.GetUtcNow());
        await world.Purging().RunAsync(await world.ActorAsync("finance"));
        await world.PassesAsync(At(8, 1, 10) - world.Clock.GetUtcNow());
        await world.AnswerAsync(await TaskAsync(world, "ยืนยันว่าเลิกออกใบเสร็จ", DemoData.Province), "coordinator", "Closed", new { reason = "" });
        await Story.ShouldBeApprovedAsync(world, "ebill-rollout", DemoData.Province);
    }

    // The district's person has a right, and the trial runs.
    async Task<World> TryingAsync()
    {
        var world = await RolloutAsync(open);
        await world.AppointedAsync();
        await world.LeapsToAsync(At(6, 20));
        await world.Registering().RegisterAsync("D9901", Ids[1], await world.ActorAsync("district"));
        await world.LeapsToAsync(At(6, 22, 9));
        return world;
    }

    static async Task<WorkTask> TaskAsync(World world, string title, string about) => (await world.Database.FirstAsync<WorkTask>(
        "select * from tasks where title_th like @title and about_code = @about order by id desc", new { title = title + "%", about }))!;

    static Task<int> ReceiptByHandAsync(World world, DateTimeOffset dated) => world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
        """
        insert into live_receipts (id, office_code, type_key, dated_at, amount_satang, made_by, made_at)
        values ('by-hand', 'D9901', 'type1', @dated, 100, 'district', @now)
        """, new { dated, now = world.Clock.GetUtcNow() }));
}
