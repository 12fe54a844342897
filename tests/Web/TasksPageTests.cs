using WorkflowHost.Activities.Requests;

namespace WorkflowHost.Tests.Web;

/// <summary>The inbox and the pages of each kind of task, as a browser without scripts sees them.</summary>
public sealed class TasksPageTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Inbox_ShowsWhatIMayAnswer_AndNothingElse()
    {
        var proof = await TasksCase.ProofAsync(host);
        var review = await TasksCase.ReviewAsync(host, "officer2");
        Assert.That((await (await host.SignInAsync("officer")).GetAsync("/tasks")).Html, Does.Contain(proof.Id).And.Not.Contain(review.Id));
        Assert.That((await (await host.SignInAsync("officer2")).GetAsync("/tasks")).Html, Does.Not.Contain(proof.Id), "only their own identity");
        Assert.That((await (await host.SignInAsync("clerk")).GetAsync("/tasks")).Html, Does.Contain(proof.Id), "the clerk may vouch");
        Assert.That((await (await host.SignInAsync("city-clerk")).GetAsync("/tasks")).Html, Does.Not.Contain(proof.Id));
        var queue = await (await host.SignInAsync("reviewer")).GetAsync("/tasks?kind=review");
        Assert.That(queue.Html, Does.Contain(review.Id));
        Assert.That(queue.Text, Does.Contain("อีก 5 วันทำการ"));
        Assert.That((await (await host.SignInAsync("auditor")).GetAsync("/tasks")).Text, Does.Contain("ไม่มีงานค้าง"));
    }

    [Test]
    public async Task Inbox_GoesOnByKey_AndLosesNothing()
    {
        var task = await TasksCase.ReviewAsync(host);
        for (var number = 0; number < 120; number++)
            await host.Database.WriteAsync(transaction =>
            {
                transaction.Write(
                    """
                    insert into tasks (id, instance_id, request_id, kind, role, organisation_code, rule_id, opened_at, due_at, reminders)
                    select 'copy-' || @number, instance_id, request_id, kind, role, organisation_code, rule_id, opened_at,
                        case when @number < 20 then null else due_at end, 0 from tasks where id = @Id
                    """, new { number = number.ToString("000", null), task.Id });
                return Task.CompletedTask;
            });
        var reviewer = await host.SignInAsync("reviewer");
        var seen = new List<string>();
        for (var path = "/tasks?kind=review"; path is not null;)
        {
            var page = await reviewer.GetAsync(path);
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page.Html, "class=\"row-link\" href=\"/tasks/([^\"]+)\"").Select(match => match.Groups[1].Value));
            var next = System.Text.RegularExpressions.Regex.Match(page.Html, "href=\"(/tasks\\?kind=review&amp;after=[^\"]+)\"");
            path = next.Success ? System.Net.WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }
        Assert.That(seen, Has.Count.EqualTo(121).And.Unique);
    }

    [Test]
    public async Task EveryPageOfATask_IsNotFoundForAForeignOrganisation()
    {
        var task = await TasksCase.LetterAsync(host);
        var stranger = await host.SignInAsync("city-clerk");
        var own = await TasksCase.RevokeAsync(host);
        foreach (var path in (string[])[$"/tasks/{task.Id}", $"/tasks/{task.Id}/code", $"/tasks/{task.Id}/thaid", "/tasks/nothing"])
            Assert.That((await stranger.GetAsync(path)).Status, Is.EqualTo(404), path);
        var token = (await stranger.GetAsync($"/tasks/{own.Id}")).FormToken!;
        foreach (var path in (string[])[$"/tasks/{task.Id}", $"/tasks/{task.Id}/code", $"/tasks/{task.Id}/code?handler=Resend", $"/tasks/{task.Id}/thaid"])
            Assert.That((await stranger.PostRawAsync(path, [new("__RequestVerificationToken", token), new("Answer", "Attach")])).Status, Is.EqualTo(404), path);
    }

    [Test]
    public async Task WhoMayLookButNotAnswer_SeesNoForm_AndAPostIsRefused()
    {
        var task = await TasksCase.ReviewAsync(host);
        var clerk = await host.SignInAsync("clerk");
        var page = await clerk.GetAsync($"/tasks/{task.Id}");
        Assert.That(page.Text, Does.Contain("ดูได้อย่างเดียว").And.Contain("แนบไฟล์หนังสือที่นายก"));
        Assert.That(page.Html, Does.Not.Contain("name=\"Answer\""));
        var answer = await clerk.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text, Does.Contain("ไม่ได้มอบหมายให้ท่าน"));
        Assert.That((await TasksCase.TaskAsync(host, task.Id)).ClosedAt, Is.Null);
    }

    [Test]
    public async Task TaskPage_SaysWhatWhyByWhenAndWhomToAsk_AndAGetChangesNothing()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        var before = await TasksCase.ContentAsync(host);
        var page = await director.GetAsync($"/tasks/{task.Id}");
        Assert.That(page.Text, Does.Contain("เทศบาลตำบล").And.Contain("นางสาวมาลี ใจงาม").And.Contain("เอกสารครบถ้วน").And.Contain("นางสาวอรทัย ตรวจการ"));
        Assert.That(page.Text, Does.Contain("แนบไฟล์หนังสือที่นายก…ลงนามเรียนผู้อำนวยการสำนักงบประมาณ"));
        Assert.That(page.Text, Does.Match("วัน(จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์)ที่ \\d+ มีนาคม 2569"));
        Assert.That(page.Text, Does.Contain("0 2114 7637"));
        Assert.That(await TasksCase.ContentAsync(host), Is.EqualTo(before));
    }

    [Test]
    public async Task Reviewer_PassesOn_AndIsLedToTheNextCase()
    {
        var first = await TasksCase.ReviewAsync(host);
        var second = await TasksCase.ReviewAsync(host, "officer2");
        var reviewer = await host.SignInAsync("reviewer");
        var answer = await reviewer.PostAsync($"/tasks/{first.Id}", new { Answer = "Approve", Reason = "ครบถ้วน" });
        Assert.That(answer.Location, Is.EqualTo($"/tasks/{second.Id}"));
        Assert.That((await reviewer.FollowAsync(answer)).Text, Does.Contain("ตรวจผ่านและส่งต่อแล้ว").And.Contain("เหลือ 1 เรื่อง"));
        Assert.That((await reviewer.PostAsync($"/tasks/{second.Id}", new { Answer = "Approve" })).Location, Is.EqualTo("/tasks"));
    }

    [Test]
    public async Task SendBack_NeedsAPoint_KeepsWhatWasTyped_AndNumbersThePoints()
    {
        var task = await TasksCase.ReviewAsync(host);
        var reviewer = await host.SignInAsync("reviewer");
        var refused = await reviewer.PostAsync($"/tasks/{task.Id}", new { Answer = "SendBack", Reason = "ดูข้อด้านล่าง" });
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("อย่างน้อยหนึ่งข้อ").And.Contain("ดูข้อด้านล่าง"));
        await reviewer.PostAsync($"/tasks/{task.Id}", (KeyValuePair<string, string>[])
            [new("Answer", "SendBack"), new("Reason", "แก้"), new("Points", "เลขที่ไม่ตรง"), new("Points", ""), new("Points", "ไม่มีวันที่")]);
        var clerk = await host.SignInAsync("clerk");
        var letter = await host.Database.FirstAsync<string>("select id from tasks where kind = 'letter' and closed_at is null");
        Assert.That((await clerk.GetAsync($"/tasks/{letter}")).Text, Does.Contain("ข้อที่ต้องแก้ไข").And.Contain("เลขที่ไม่ตรง").And.Contain("ไม่มีวันที่"));
    }

    [Test]
    public async Task Review_PointsOutWhatIsOddAboutTheLetter()
    {
        await TasksCase.ReviewAsync(host);
        await host.Database.WriteAsync(transaction =>
        {
            transaction.Write("update letters set organisation_code = @City", new { WorkflowHost.Activities.Demo.DemoData.City });
            return Task.CompletedTask;
        });
        var odd = await TasksCase.ReviewAsync(host, "officer2", letter => letter with
        {
            Addressee = "ผู้อำนวยการสำนักงานประมาณ",
            SignerCapacity = "acting",
            SignerOrder = "12/2569",
            SignerName = "นางวันเพ็ญ แสงจันทร์",
            LetterDate = new DateOnly(2025, 10, 1),
        });
        var page = await (await host.SignInAsync("reviewer")).GetAsync($"/tasks/{odd.Id}");
        Assert.That(page.Text, Does.Contain("คำที่มักอ่านผิด").And.Contain("ตามคำสั่งที่ 12/2569").And.Contain("152 วันก่อน").And.Contain("ถูกใช้โดยหน่วยงานอื่นด้วย"));
    }

    [Test]
    public async Task Director_ApprovesWithTheCode_AndTheRightIsGranted()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        var chosen = await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve", Via = "mail" });
        Assert.That(chosen.Location, Is.EqualTo($"/tasks/{task.Id}/code"));
        Assert.That(await TasksCase.CountAsync(host, "decisions", "stage = 'decide'"), Is.Zero, "nothing is decided before the code");
        Assert.That((await director.GetAsync($"/tasks/{task.Id}/code")).Html, Does.Contain("autocomplete=\"one-time-code\"").And.Contain("inputmode=\"numeric\""));
        Assert.That((await director.GetAsync($"/tasks/{task.Id}/code")).Status, Is.EqualTo(200), "a reload keeps the choice");

        var done = await director.PostAsync($"/tasks/{task.Id}/code", new { Code = await TasksCase.CodeAsync(host, "director") });
        Assert.That((await director.FollowAsync(done)).Text, Does.Contain("บันทึกแล้ว – อนุมัติ").And.Contain("เรื่องนี้ตอบแล้ว"));
        Assert.That(await TasksCase.CountAsync(host, "rights", "organisation_code = '5990101' and person_id = 'officer'"), Is.EqualTo(1));
        Assert.That(await TasksCase.CountAsync(host, "decisions", "stage = 'decide' and step_up = 'one-time-code' and via = 'mail'"), Is.EqualTo(1));
        var again = await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Reject", Reason = "เปลี่ยนใจ" });
        Assert.That((await director.FollowAsync(again)).Text, Does.Contain("มีผู้ตอบเรื่องนี้ไปก่อนแล้ว"));
    }

    [Test]
    public async Task Director_RejectsOnlyWithAReason()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        var refused = await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Reject" });
        Assert.That((refused.Status, refused.Text.Contains("ต้องระบุเหตุผล")), Is.EqualTo((400, true)));
        Assert.That(await TasksCase.CountAsync(host, "one_time_codes"), Is.Zero);
        await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Reject", Reason = "ลงนามไม่ตรง" });
        await director.PostAsync($"/tasks/{task.Id}/code", new { Code = await TasksCase.CodeAsync(host, "director") });
        Assert.That((await TasksCase.TaskAsync(host, task.Id)).Outcome, Is.EqualTo("Reject"));
        Assert.That(await TasksCase.CountAsync(host, "requests", $"stage = '{RequestStage.Rejected}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Code_WrongExpiredOrTriedTooOften_DecidesNothing()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        Assert.That((await director.GetAsync($"/tasks/{task.Id}/code")).Location, Is.EqualTo($"/tasks/{task.Id}"), "nothing was chosen yet");
        await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        var code = await TasksCase.CodeAsync(host, "director");
        var wrong = code == "000000" ? "000001" : "000000";
        for (var left = 4; left >= 0; left--)
            Assert.That((await director.PostAsync($"/tasks/{task.Id}/code", new { Code = wrong })).Text, Does.Contain($"เหลืออีก {left} ครั้ง"));
        Assert.That((await director.PostAsync($"/tasks/{task.Id}/code", new { Code = code })).Text, Does.Contain("กรอกรหัสผิดเกิน 5 ครั้ง"));

        await director.PostAsync($"/tasks/{task.Id}/code", new { }, to: $"/tasks/{task.Id}/code?handler=Resend");
        var second = await TasksCase.CodeAsync(host, "director");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.That((await director.PostAsync($"/tasks/{task.Id}/code", new { Code = second })).Text, Does.Contain("หมดอายุ"));
        Assert.That((await TasksCase.TaskAsync(host, task.Id)).ClosedAt, Is.Null);
    }

    [Test]
    public async Task Code_IsNotSentWithoutEnd()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        for (var time = 0; time < 8; time++)
            await director.PostAsync($"/tasks/{task.Id}/code", new { }, to: $"/tasks/{task.Id}/code?handler=Resend");
        Assert.That(await TasksCase.CountAsync(host, "one_time_codes"), Is.EqualTo(5));
    }

    [Test]
    public async Task T45_TwoDirectorsAtOnce_ExactlyOneDecisionIsStored_AndTheOtherSeesWhoWon()
    {
        await host.Database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into memberships (id, person_id, organisation_code, role, capacity, order_number, valid_from)
                values ('deputy', 'reviewer2', 'BB', 'director', 'acting', '1/2569', @since)
                """, new { since = host.Clock.GetUtcNow().AddDays(-1) });
            return Task.CompletedTask;
        });
        var task = await TasksCase.DecideAsync(host);
        var (director, deputy) = (await host.SignInAsync("director"), await host.SignInAsync("reviewer2"));
        await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        await deputy.PostAsync($"/tasks/{task.Id}", new { Answer = "Reject", Reason = "ไม่ครบ" });
        var codes = (await TasksCase.CodeAsync(host, "director"), await TasksCase.CodeAsync(host, "reviewer2"));
        // Both have the form before one of them answers.
        var tokens = (await TokenAsync(director), await TokenAsync(deputy));
        var answers = await Task.WhenAll(
            SayAsync(director, tokens.Item1, codes.Item1), SayAsync(deputy, tokens.Item2, codes.Item2));
        Assert.That(await TasksCase.CountAsync(host, "decisions", "stage = 'decide'"), Is.EqualTo(1));
        var pages = new[] { (await director.FollowAsync(answers[0])).Text, (await deputy.FollowAsync(answers[1])).Text };
        Assert.That(pages.Count(page => page.Contains("บันทึกแล้ว –")), Is.EqualTo(1));
        Assert.That(pages, Has.All.Contains("เรื่องนี้ตอบแล้ว"));

        async Task<string> TokenAsync(Visitor visitor) => (await visitor.GetAsync($"/tasks/{task.Id}/code")).FormToken!;
        Task<Visitor.Answer> SayAsync(Visitor visitor, string token, string code) => visitor.PostRawAsync($"/tasks/{task.Id}/code",
            [KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("Code", code)]);
    }

    [Test]
    public async Task Officer_ProvesIdentityWithTheStandIn_InDevelopmentOnly()
    {
        var task = await TasksCase.ProofAsync(host);
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync($"/tasks/{task.Id}")).Html, Does.Contain($"/tasks/{task.Id}/thaid"));
        Assert.That((await officer.GetAsync($"/tasks/{task.Id}/thaid")).Text, Does.Contain("นี่ไม่ใช่ ThaID จริง").And.Contain("นางสาวมาลี ใจงาม"));
        await officer.PostAsync($"/tasks/{task.Id}/thaid", new { });
        Assert.That(await TasksCase.CountAsync(host, "identity_proofs", "method = 'ThaID-stand-in' and by_person = 'officer'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Clerk_VouchesOnlyAfterTickingThatTheCardWasSeen()
    {
        var task = await TasksCase.ProofAsync(host);
        var clerk = await host.SignInAsync("clerk");
        Assert.That((await clerk.PostAsync($"/tasks/{task.Id}", new { Answer = "Prove" })).Status, Is.EqualTo(400));
        Assert.That((await clerk.PostAsync($"/tasks/{task.Id}", new { Answer = "Prove", Sure = "true" })).Status, Is.EqualTo(302));
        Assert.That(await TasksCase.CountAsync(host, "identity_proofs", "method = 'InPerson' and by_person = 'clerk'"), Is.EqualTo(1));
    }

    [Test]
    public async Task T04_RevokeFirst_AsksToConfirmWithTheHoldersName()
    {
        var task = await TasksCase.RevokeAsync(host);
        var mayor = await host.SignInAsync("city-mayor");
        Assert.That((await mayor.GetAsync($"/tasks/{task.Id}")).Text, Does.Contain("ยกเลิกสิทธิของนายอนุชา พงษ์ไพร"));
        Assert.That((await mayor.PostAsync($"/tasks/{task.Id}", new { Answer = "Revoke", Reason = "ย้าย" })).Status, Is.EqualTo(400));
        Assert.That((await mayor.PostAsync($"/tasks/{task.Id}", new { Answer = "Revoke", Sure = "true" })).Text, Does.Contain("โปรดระบุเหตุผล"));
        await mayor.PostAsync($"/tasks/{task.Id}", new { Answer = "Revoke", Reason = "ย้าย", Sure = "true" });
        Assert.That(await TasksCase.CountAsync(host, "rights", "id = 'city-1' and valid_to is not null"), Is.EqualTo(1));
    }

    [Test]
    public async Task YearlyReview_IsAnsweredByTheHolder_AndGivingUpAsksTwice()
    {
        await host.Database.WriteAsync(transaction =>
        {
            transaction.Write("update rights set review_on = '2026-03-01' where id = 'city-1'", new { });
            return Task.CompletedTask;
        });
        await host.Get<WorkflowHost.Activities.Reviews.YearlyReview>().OpenDueAsync();
        var id = await host.Database.FirstAsync<string>("select id from tasks where kind = 'yearly-review'");
        var other = await host.SignInAsync("city-officer2");
        Assert.That((await other.GetAsync($"/tasks/{id}")).Html, Does.Not.Contain("name=\"Answer\""));
        var holder = await host.SignInAsync("city-officer");
        Assert.That((await holder.PostAsync($"/tasks/{id}", new { Answer = "GiveUp" })).Status, Is.EqualTo(400));
        Assert.That((await holder.PostAsync($"/tasks/{id}", new { Answer = "Confirm" })).Status, Is.EqualTo(302));
        Assert.That(await TasksCase.CountAsync(host, "rights", "id = 'city-1' and review_on > '2027-01-01'"), Is.EqualTo(1));
    }
}
