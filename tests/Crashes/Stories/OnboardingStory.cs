using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.Onboarding;

namespace WorkflowHost.Tests.Crashes.Stories;

/// <summary>
/// Circular C for one local government: the list, the cut-off, a late unit that the department adds, a dispute of the province,
/// sites, a claim with a code from a mail, and the new system's tasks.
/// </summary>
sealed class OnboardingStory() : LifeStory(June)
{
    const string Address = "somjai@school.example";

    string late = "";
    string token = "";
    string secret = "";

    public override IReadOnlyList<Func<World, Task>> Deeds =>
    [
        In(c => c.StartAsync()),
        In(c => c.AddAsync("01", "โรงเรียนบ้านดอน")),
        In(c => c.AddAsync("02", "โรงเรียนบ้านนา")),
        AnswerStep("record", "officer", "Done"),
        .. new[] { "salary", "divisions", "commitments", "bank-proofs", "assets" }.Select(
            step => AnswerStep(step, "officer", "Done")),
        Leap(At(2024, 7, 1, 9)),
        In(AskLateAsync),
        In(MakeLateAsync),
        In(DisputeAsync),
        AnswerStep("check", "coordinator", "Confirm"),
        In(async c => await c.Desk.ChangeAsync(
            await IdAsync(c, "02"), Form("02", "โรงเรียนบ้านนา (รวมบ้านทุ่ง)"), await c.World.ActorAsync("officer"))),
        AnswerStep("mend", "officer", "Done"),
        AnswerStep("check", "coordinator", "Confirm", "again"),
        Leap(At(2024, 9, 25, 9)),
        In(async c => secret = await c.Claims.ProveAsync(token = (await c.LinksAsync())["01"], Proof(1))),
        In(GiveEmailAsync),
        In(UseCodeAsync),
        In(FinishAsync),
        Leap(At(2024, 10, 1, 9)),
        .. new[] { "import-assets", "transfer", "upload-proofs" }.Select(step => AnswerStep(step, "officer", "Done")),
        Leap(At(2024, 11, 15, 9)),
    ];

    protected override Task BeginAsync(TestDatabase store) => store.StartFromAsync("circular C in June",
        async prepared => await InAsync(await World.OnAsync(() => prepared, June)));

    static Func<World, Task> In(Func<Onboarding, Task> deed) => world => deed(Of(world));

    Func<World, Task> AnswerStep(string step, string by, string answer, string time = "") => Answer(
        step + time, async world =>
            (await Of(world).TaskAsync(step)).Id, by, answer, new { reason = "เรียบร้อยดี", via = "page" });

    async Task AskLateAsync(Onboarding c)
    {
        if (late.Length == 0)
            late = await c.Late.AskToAddAsync(Tambon, Form("03", "รพ.สต.บ้านใหม่"), "รับโอนจากจังหวัดหลังพ้นกำหนด",
                await c.World.ActorAsync("clerk"));
    }

    async Task MakeLateAsync(Onboarding c)
    {
        try
        {
            await c.Late.MakeAsync(late, "ตรวจแล้ว", await c.World.ActorAsync(Department));
        }
        catch (RefusedException refusal) when (refusal.Code == "decided-already")
        {
            // They read that it was made.
            return;
        }
    }

    static async Task DisputeAsync(Onboarding c)
    {
        if ((await c.UnitsAsync()).Single(unit => unit.Code == "02").State != SubUnitState.Disputed)
            await c.Check.DisputeAsync(await IdAsync(c, "02"), "ชื่อไม่ตรงกับทะเบียน", await c.World.ActorAsync("coordinator"));
    }

    static async Task<string> IdAsync(Onboarding c, string code) => (await c.UnitsAsync()).Single(unit => unit.Code == code).Id;

    async Task GiveEmailAsync(Onboarding c)
    {
        if ((await c.MailsAsync(Address)).Count == 0)
            await c.Claims.GiveEmailAsync(token, secret, Address);
    }

    // A code that was taken and never answered for has done its work: the next step shows it.
    async Task UseCodeAsync(Onboarding c)
    {
        try
        {
            await c.Claims.UseCodeAsync(token, secret, await c.CodeAsync(Address));
        }
        catch (RefusedException refusal) when (refusal.Code == "code-expired")
        {
            return;
        }
    }

    async Task FinishAsync(Onboarding c)
    {
        try
        {
            await c.Claims.FinishAsync(token, secret, "hash of a password");
        }
        catch (RefusedException) when (c.World.Database.FirstAsync<long>("select count(*) from site_holders").Result == 1)
        {
            return;
        }
    }
}
