using System.Text.Json;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Tasks about an organisation and no request: words, answers, days and mails come from the definition.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class AskOrganisationTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A_task_about_an_organisation_says_what_the_definition_says_and_goes_by_the_answer_the_designer_named()
    {
        await using var world = await AskedAsync(Settings(answers: ["Sent=ส่งแล้ว|Sent", "Later=ขอเวลา|Later"], evidence: AskOrganisation.Required));
        var task = await OpenAsync(world);
        Assert.That((task.TitleTh, task.AboutCode, task.OrganisationCode, task.RequestId, task.RightId),
            Is.EqualTo(("ส่งแบบสำรวจ", DemoData.City, DemoData.City, (string?)null, (string?)null)));
        Assert.That(await world.AnswerAsync(task, "city-clerk", "Done", new { reason = "" }), Is.InstanceOf<StepResult.Refused>(),
            "the designer named the answers, and Done is none of them");
        var refused = await world.AnswerAsync(task, "city-clerk", "Sent", new { reason = "" });
        Assert.That(((StepResult.Refused)refused).Reason.Code, Is.EqualTo("evidence-needed"));
        Assert.That(await world.AnswerAsync(task, "clerk", "Sent", new { reason = "", evidence = "x" }), Is.InstanceOf<StepResult.Refused>(),
            "the clerk of another organisation");
        Assert.That(await world.AnswerAsync(task, "city-clerk", "Sent", new { reason = "ครบ", evidence = "ตย 1/2" }), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await world.Database.FirstAsync<string>("select answer || ' ' || reason || ' ' || evidence from decisions"),
            Is.EqualTo("Sent ครบ ตย 1/2"));
        Assert.That(await OutcomeAsync(world), Is.EqualTo("Sent"));
    }

    [Test]
    public async Task Its_mails_are_recorded_with_the_organisation_and_its_expired_link_is_renewed_with_the_same_words()
    {
        await using var world = await AskedAsync(Settings(dueWorkingDays: 5, remind: ["2"]));
        var mail = (await world.MailsToAsync("city-clerk")).Single();
        Assert.That(mail.Subject, Does.StartWith("ส่งแบบสำรวจ – เทศบาลนคร"));
        Assert.That(mail.Text, Does.Contain("กรอกแบบ").And.Contain("Fill the form").And.Contain("/a/"));
        Assert.That(await world.Database.FirstAsync<string>("select organisation_code from case_mails where instance_id is not null"),
            Is.EqualTo(DemoData.City));
        await world.PassesAsync(TimeSpan.FromDays(7));
        Assert.That((await world.MailsToAsync("city-clerk"))[^1].Subject, Does.StartWith("เตือนครั้งที่ 1: ส่งแบบสำรวจ"));
        var token = mail.Text[(mail.Text.IndexOf("/a/", StringComparison.Ordinal) + 3)..].Split('\n', '\r', ' ')[0];
        await new MailLinks(world.Database, world.Tools, world.Clock).RenewAsync(token);
        Assert.That((await world.MailsToAsync("city-clerk"))[^1].Subject, Does.StartWith("ส่งแบบสำรวจ"));
    }

    [Test]
    public async Task It_asks_the_province_the_district_or_an_agency_about_the_organisation()
    {
        foreach (var (whose, asked) in new[] { ("province", DemoData.Province), (DemoData.Bureau, DemoData.Bureau) })
        {
            await using var world = await AskedAsync(Settings(whose: whose, roles: [Role.Coordinator, Role.Reviewer]));
            Assert.That((await OpenAsync(world)).OrganisationCode, Is.EqualTo(asked));
        }
    }

    [Test]
    public async Task When_it_goes_on_overdue_the_clock_ends_it_and_the_deadline_is_missed()
    {
        await using var world = await AskedAsync(Settings(dueWorkingDays: 2, overdue: true));
        await world.PassesAsync(TimeSpan.FromDays(4));
        Assert.That(await OutcomeAsync(world), Is.EqualTo(AskOrganisation.Overdue));
        Assert.That(await world.Database.FirstAsync<string>("select state from deadlines"), Is.EqualTo("missed"));
    }

    [Test]
    public async Task Its_day_may_be_a_date_of_the_circular_and_one_that_has_passed_is_overdue_at_once()
    {
        await using var world = await AskedAsync(
            Settings(dueDate: "E-03", overdue: true, rule: "E-03"), new DateTimeOffset(2022, 6, 13, 9, 0, 0, TimeSpan.FromHours(7)));
        var task = await OpenAsync(world);
        Assert.That(task.DueAt, Is.EqualTo(ThaiDate.EndOfDay(new DateOnly(2022, 6, 16))));
        Assert.That(await world.Database.FirstAsync<string>("select stated_by || ' ' || basis from deadlines"), Is.EqualTo("circular E-03"));
        await world.LeapsToAsync(new DateTimeOffset(2022, 6, 17, 0, 0, 0, TimeSpan.FromHours(7)));
        Assert.That(await OutcomeAsync(world), Is.EqualTo(AskOrganisation.Overdue));
        await StartAsync(world, DemoData.Tambon);
        await world.Runtime.RunDueAsync();
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from tasks where closed_at is null"), Is.Zero);
    }

    [Test]
    public async Task Who_can_not_do_it_says_why()
    {
        await using var world = await AskedAsync(Settings(mayRefuse: true));
        var task = await OpenAsync(world);
        Assert.That(((StepResult.Refused)await world.AnswerAsync(task, "city-clerk", "Refuse", new { reason = " " })).Reason.Code,
            Is.EqualTo("reason-needed"));
        await world.AnswerAsync(task, "city-clerk", "Refuse", new { reason = "ไม่มีเครื่อง" });
        Assert.That(await OutcomeAsync(world), Is.EqualTo(AskOrganisation.Refused));
    }

    [TestCase("answers", "Sent", "answers")]
    [TestCase("answers", "Overdue=ก|b", "answers")]
    [TestCase("dueDate", "E-99", "dueDate")]
    [TestCase("remindBefore", "2", "remindBefore")]
    public async Task What_can_not_work_is_refused_when_it_is_published(string input, string value, string place)
    {
        await using var world = await World.OnAsync(open);
        var settings = Settings();
        settings[input] = JsonSerializer.SerializeToElement(input == "dueDate" ? Chart.Literal(value) : Chart.Strings(value));
        var problems = Assert.ThrowsAsync<DefinitionException>(() => world.Definitions.PublishAsync([Definition(settings)]))!.Problems;
        Assert.That(problems.Select(problem => problem.Input), Does.Contain(place));
    }

    async Task<World> AskedAsync(Dictionary<string, object> settings, DateTimeOffset? now = null)
    {
        var world = await World.OnAsync(open, now);
        await world.Definitions.PublishAsync([Definition(settings)]);
        await StartAsync(world, DemoData.City);
        return world;
    }

    static Task<StartResult> StartAsync(World world, string organisation) => world.Runtime.StartAsync(new StartRequest(
        "asking", Inputs: new Dictionary<string, object?> { ["circularId"] = "E", ["organisationCode"] = organisation }));

    static Task<string?> OutcomeAsync(World world) =>
        world.Database.FirstAsync<string>("select outcome from journal where node_id like '%ask' and event = 'Completed'");

    static async Task<WorkTask> OpenAsync(World world) =>
        (await world.Database.FirstAsync<WorkTask>("select * from tasks where kind = 'ask-organisation' and closed_at is null"))!;

    static Dictionary<string, object> Settings(string[]? answers = null, string evidence = AskOrganisation.Not, int dueWorkingDays = 0,
        string dueDate = "", string[]? remind = null, bool overdue = false, bool mayRefuse = false, string whose = AskOrganisation.Own,
        string[]? roles = null, string rule = "E-02") => new()
        {
            ["title"] = Chart.Literal("ส่งแบบสำรวจ"),
            ["titleEn"] = Chart.Literal("Send the form"),
            ["instructions"] = Chart.Literal("กรอกแบบ\nแล้วส่ง"),
            ["instructionsEn"] = Chart.Literal("Fill the form\nand send it"),
            ["rule"] = Chart.Literal(rule),
            ["roles"] = Chart.Strings(roles ?? [Role.Clerk]),
            ["organisation"] = Chart.Literal(whose),
            ["answers"] = Chart.Strings(answers ?? []),
            ["mayRefuse"] = Chart.Literal(mayRefuse),
            ["evidence"] = Chart.Literal(evidence),
            ["dueWorkingDays"] = Chart.Literal(dueWorkingDays),
            ["dueDate"] = Chart.Literal(dueDate),
            ["remindBefore"] = Chart.Strings(remind ?? []),
            ["goesOnWhenOverdue"] = Chart.Literal(overdue),
        };

    static bool Ends(Dictionary<string, object> settings, string outcome)
    {
        var written = settings.ToDictionary(pair => pair.Key, pair => JsonSerializer.Serialize(pair.Value));
        return outcome switch
        {
            AskOrganisation.Refused => written["mayRefuse"].Contains("true"),
            AskOrganisation.Overdue => written["goesOnWhenOverdue"].Contains("true") || written["answers"].Contains(outcome),
            "Done" => written["answers"].Contains("\"[]\""),
            _ => written["answers"].Contains(outcome),
        };
    }

    static string Definition(Dictionary<string, object> settings)
    {
        var ask = Chart.Step("ask", "Gov.AskOrganisation");
        foreach (var (name, value) in settings)
            ask[name] = JsonSerializer.SerializeToNode(value);
        var outcomes = new[] { "Done", "Sent", "Later", AskOrganisation.Refused, AskOrganisation.Overdue }
            .Where(outcome => Ends(settings, outcome));
        return Chart.Of("asking", [ask, Chart.Step("end", "Elsa.End")],
            ["start -> ask", .. outcomes.Select(outcome => $"ask.{outcome} -> end")],
            inputs: [new { name = "circularId", type = "String" }, new { name = "organisationCode", type = "String" }]);
    }
}
