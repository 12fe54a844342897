using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Web;
using WorkflowHost.Web.Features.Designer;

namespace WorkflowHost.Tests.Simulation;

/// <summary>The designer's page: choose, start, see; the run is kept as the proof that this content was simulated.</summary>
public sealed class SimulatePageTests
{
    const string Form = "/designer/simulate?definition=bbl-access&version=1";

    [Test]
    public async Task ADesigner_StartsASimulation_AndSeesWhatItCameTo_AndNothingOfTheSiteIsTouched(
        [Values("sqlite", "postgres")] string store)
    {
        string[] settings = store == "sqlite"
            ? []
            : ["--Store:Kind=postgres", $"--Store:ConnectionString={PostgresServer.Shared.NewDatabase()}"];
        await using var host = await TestHost.StartAsync("Development", settings);
        var designer = await host.SignInAsync("designer");
        var form = await designer.GetAsync(Form);
        Assert.That(form.Text, Does.Contain("จำลองการทำงานก่อนประกาศใช้"));
        Assert.That(form.Html, Does.Contain("value=\"6 พฤศจิกายน 2566\""), "the day on which requests open");
        var started = await designer.PostAsync(Form, Values());
        Assert.That(started.Status, Is.EqualTo(302), started.Text);
        Assert.That((await designer.FollowAsync(started)).Status, Is.EqualTo(200), "it may be looked at while it runs");
        await host.Get<SimulateRuns>().Current;

        var result = await designer.FollowAsync(started);
        Assert.That(result.Text, Does.Contain("เสร็จแล้ว").And.Contain("ภาระงานรายวันของแต่ละกล่อง").And.Contain("ธ.ค. 2566"));
        Assert.That(result.Html, Does.Contain("<svg").And.Contain("role=\"img\"").And.Contain("<desc"));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from outbox"), Is.Zero, "nothing is mailed");
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from requests"), Is.Zero);
        var hash = DefinitionText.ContentHash(Sims.Shipped("bbl-access"));
        var proof = await host.Get<Simulations>().LastOfAsync(hash);
        Assert.That((proof?.ByPerson, proof?.ReadSettings().Organisations), Is.EqualTo(("designer", 3)));
        Assert.That(await host.Get<Simulations>().LastOfAsync(hash + "0"), Is.Null, "other content was not simulated");
        Assert.That((await designer.GetAsync("/designer/simulate")).Text, Does.Contain("เสร็จแล้ว"));
    }

    [Test]
    public async Task WhatIsWrongInTheForm_StandsBesideItsField_AndNothingTypedIsLost()
    {
        await using var host = await TestHost.StartAsync();
        var designer = await host.SignInAsync("designer");
        var answer = await designer.PostAsync(Form, Values(("Organisations", "9000"), ("Until", "วันไหนดี"),
            ("Form.Answers[bbl-access/review/Approve]", "50")));
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text, Does.Contain("อ่านวันที่ไม่ได้").And.Contain("ต้องรวมกันได้ 100"));
        Assert.That(answer.Html, Does.Contain("value=\"9000\""));
        var toomany = await designer.PostAsync(Form, Values(("Organisations", "9000")));
        Assert.That((toomany.Status, toomany.Text.Contains("กรอก 1 ถึง 7850")), Is.EqualTo((400, true)));
        var share = await designer.PostAsync(Form, Values(("Shares.Leavers", "101"), ("Shares.WithinDays", "๐")));
        Assert.That((share.Status, share.Text.Contains("กรอกจำนวนวันตั้งแต่ 1")), Is.EqualTo((400, true)));
        Assert.That(share.Html, Does.Contain("value=\"101\""));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from simulations"), Is.Zero);
    }

    [Test]
    public async Task HowRequestsComeIn_WhoLeaves_AndWrongLetters_AreChosenInTheForm_AndKeptWithTheRun()
    {
        await using var host = await TestHost.StartAsync();
        var designer = await host.SignInAsync("designer");
        var started = await designer.PostAsync(
            Form, Values(("Shares.WithinDays", "๒๐"), ("Shares.Holders", "75"), ("Shares.Replace", "0"),
            ("Shares.Again", "100"), ("Shares.BadLetters", "12.5"), ("Shares.Leavers", "0")));
        await host.Get<SimulateRuns>().Current;
        var run = await host.Get<Simulations>().FindAsync(started.Location!.Split('/')[^1]);
        var scenario = run!.ReadSettings().Scenario;
        Assert.That(scenario.Filing, Is.EqualTo(new FilingShares { WithinDays = 20, Holders = 0.75, Replace = 0, Again = 1 }));
        Assert.That((scenario.BadLetters, scenario.LeaversPerYear), Is.EqualTo((0.125, 0.0)));
        Assert.That((await designer.GetAsync($"{Form}&like={run.Id}")).Html, Does.Contain("value=\"12.5\""));
    }

    [Test]
    public async Task OthersAreToldThatItIsNotTheirRole()
    {
        await using var host = await TestHost.StartAsync();
        foreach (var account in (string[])["officer", "director", "operator", "auditor"])
        {
            var visitor = await host.SignInAsync(account);
            Assert.That((await visitor.GetAsync("/designer/simulate")).Status, Is.EqualTo(403), account);
            Assert.That((await visitor.GetAsync(Form)).Status, Is.EqualTo(403), account);
            Assert.That((await visitor.GetAsync("/designer/simulate/x")).Status, Is.EqualTo(403), account);
        }
        var designer = await host.SignInAsync("designer");
        Assert.That((await designer.GetAsync("/designer/simulate?definition=none")).Status, Is.EqualTo(404));
        Assert.That((await designer.GetAsync("/designer/simulate/none")).Status, Is.EqualTo(404));
    }

    // The form as it is shown, but small; what is given comes in place of what is there.
    static Dictionary<string, string> Values(params (string Name, string Value)[] instead)
    {
        var form = new SimulateForm();
        var steps = SimulateForm.StepsOf(Sims.Plan());
        form.Fill(steps, new Scenario());
        var values = new Dictionary<string, string>
        {
            ["Organisations"] = "3",
            ["From"] = "6 พฤศจิกายน 2566",
            ["Until"] = "1/3/2567",
            ["Seed"] = "1",
            ["Silence"] = "10",
        };
        foreach (var (key, percent) in form.Answers)
            values[$"Form.Answers[{key}]"] = percent!;
        foreach (var (name, value) in instead)
            values[name] = value;
        return values;
    }
}
