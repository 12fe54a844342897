using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.RolloutScenes;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The roster, the order and the registration of circular E.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class RosterTests(Func<TestDatabase> open)
{
    [Test]
    public async Task E01_TheProvinceAndItsDistrictsAreCovered_AMunicipalityIsNot()
    {
        await using var world = await RolloutAsync(open);
        var started = await world.Runtime.StartAsync(new StartRequest("ebill-rollout", Inputs: new Dictionary<string, object?>
        {
            ["circularId"] = "E",
            ["organisationCode"] = DemoData.City,
        }));
        Assert.That(await world.Database.FirstAsync<string>("select status from instances where id = @InstanceId", new { started.InstanceId }),
            Is.EqualTo("Finished"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from tasks where kind = 'collect-roster'"), Is.EqualTo(4));
    }

    [Test]
    public async Task E03_T26_APartialRosterIsTaken_TheMissingOfficeIsNamed_AndListedLateAtTheDeadline()
    {
        await using var world = await RolloutAsync(open);
        await world.NamesAsync(DemoData.Province, "หนึ่ง", Ids[0]);
        await world.NamesAsync("D9901", "สอง", Ids[1]);
        await world.NamesAsync("D9902", "สาม", Ids[2]);
        Assert.That(await world.SendsRosterAsync(), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await DetailAsync(world, "roster-sent-partial"), Does.Contain("3 คน").And.Contain("อำเภอเขาจำลอง"));
        await world.AcceptsAsync();
        await world.PassesAsync(TimeSpan.FromDays(4));
        Assert.That(await DetailAsync(world, "roster-late"), Does.Contain("อำเภอเขาจำลอง"));
        await world.NamesAsync("D9903", "สี่", Ids[3]);
        Assert.That(await world.SendsRosterAsync(), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from roster_lines where sent_late = 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task E03_E09_ARosterThatNeverCame_IsListedLate_AndItsTaskEndsOnTheLastDate()
    {
        await using var world = await RolloutAsync(open);
        await world.LeapsToAsync(At(6, 17));
        Assert.That(await DetailAsync(world, "roster-late"), Is.Not.Empty);
        await world.LeapsToAsync(At(8, 2));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from incidents"), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from tasks where kind = 'collect-roster' and closed_at is null"), Is.Zero);
    }

    [Test]
    public async Task E03_ADistrictWritesItsOwnLinesOnly_AndItsTaskEndsWhenTheProvinceSendsThem()
    {
        await using var world = await RolloutAsync(open);
        Assert.That(await world.NamesAsync("D9901", "สอง", Ids[1], by: "district"), Is.EqualTo(RosterChange.Added));
        Assert.That(await CodeOfRefusalAsync(() => world.NamesAsync("D9902", "สาม", Ids[2], by: "district")), Is.EqualTo("not-your-roster"));
        await world.NamesAsync("D9902", "สาม", Ids[2]);
        await world.SendsRosterAsync();
        await world.Runtime.RunDueAsync();
        Assert.That(await world.Database.QueryAsync<string>(
            "select about_code from tasks where kind = 'collect-roster' and outcome = 'HandedIn' order by about_code"),
            Is.EqualTo(new[] { "D9901", "D9902" }));
    }

    [Test]
    public async Task E03_T69_ARosterImportedTwiceWithOneRowChanged_IsOneChangeAndNoDuplicate()
    {
        await using var world = await RolloutAsync(open);
        var coordinator = await world.ActorAsync("coordinator");
        Assert.That(await ImportAsync(world, coordinator, "ปลัดอำเภอ"), Is.EqualTo(new RosterCounts(3, 0, 0, 0)));
        Assert.That(await ImportAsync(world, coordinator, "ปลัดอาวุโส"), Is.EqualTo(new RosterCounts(0, 1, 2, 0)));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from roster_lines"), Is.EqualTo(3));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'roster-changed'"), Is.EqualTo(1));
    }

    [Test]
    public async Task E03_T70_AWrongCheckDigitIsARowError_AndTheSameIdInTwoOfficesIsTakenWithANotice()
    {
        await using var world = await RolloutAsync(open);
        var coordinator = await world.ActorAsync("coordinator");
        var file = Sheet(("อำเภอเมืองตัวอย่าง", "ก", Ids[0]), ("ที่ทำการปกครองอำเภอทุ่งสมมติ", "ก", Ids[0]), ("อำเภอเขาจำลอง", "ข", "1234567890123"),
            ("อำเภอที่ไม่มี", "ค", Ids[1]));
        var preview = await world.Rosters().LookAsync(DemoData.Province, file, coordinator);
        Assert.That(preview.Rows.Select(row => (row.Change, row.IsElsewhere, row.Row.Problems.Count)), Is.EqualTo(new (RosterChange?, bool, int)[]
        {
            (RosterChange.Added, true, 0), (RosterChange.Added, true, 0), (null, false, 1), (null, false, 1),
        }));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from roster_lines"), Is.Zero, "looking changes nothing");
        var counts = await world.Rosters().ApplyAsync(preview.ImportId, coordinator);
        Assert.That(counts, Is.EqualTo(new RosterCounts(2, 0, 0, 2)));
        Assert.That(await CodeOfRefusalAsync(() => world.Rosters().ApplyAsync(preview.ImportId, coordinator)), Is.EqualTo("import-over"));
        foreach (var stored in await world.Database.QueryAsync<string>("select lines from roster_imports union all select citizen_sealed from roster_lines"))
            Assert.That(stored, Does.Not.Contain(Ids[0]).And.Not.Contain("1234567890123"));
    }

    [Test]
    public async Task E04_TheOrderIsOneAnnexOfTheAcceptedRows_AndLaterNamesComeByAnAmendingOrder()
    {
        await using var world = await RolloutAsync(open);
        Assert.That(await CodeOfRefusalAsync(async () => await world.Orders().CompileAsync(await world.ActorAsync("finance"))), Is.EqualTo("nothing-to-appoint"));
        await world.AppointedAsync();
        var first = (await world.Database.FirstAsync<AppointmentOrder>("select * from appointment_orders"))!;
        var rows = await AppointmentRow.OfAsync(world.Database, first.Id);
        Assert.That(rows.Select(row => (row.Number, row.OfficeTh)), Is.EqualTo(new[]
        {
            (1L, "ที่ทำการปกครองจังหวัดตัวอย่าง"), (2L, "ที่ทำการปกครองอำเภอเมืองตัวอย่าง"), (3L, "ที่ทำการปกครองอำเภอทุ่งสมมติ"),
            (4L, "ที่ทำการปกครองอำเภอเขาจำลอง"),
        }));
        var line = rows[1].LineId;
        await world.Rosters().RemoveAsync(line, "ย้าย", await world.ActorAsync("coordinator"));
        var second = await world.SignsOrderAsync("๑๕๐/๒๕๖๕");
        var amending = (await AppointmentOrder.FindAsync(world.Database, second))!;
        Assert.That((amending.Kind, amending.AmendsId), Is.EqualTo((AppointmentOrder.Amending, first.Id)));
        Assert.That((await AppointmentRow.OfAsync(world.Database, second)).Select(row => (row.LineId, row.Change)), Is.EqualTo(new[] { (line, "revoke") }));
    }

    [Test]
    public async Task E04_AnOrderNeedsItsNumberAndTheSignersCapacity_AndIsSignedOnce()
    {
        await using var world = await RolloutAsync(open);
        await world.NamesAllAsync();
        await world.SendsRosterAsync();
        await world.AcceptsAsync();
        var finance = await world.ActorAsync("finance");
        var id = await world.Orders().CompileAsync(finance);
        var right = new OrderSignature("๑/๒๕๖๕", new DateOnly(2022, 6, 13), "นายก ข", "รองอธิบดี", Capacity.Acting, "คำสั่งที่ ๙/๒๕๖๕");
        foreach (var (wrong, code) in new[]
        {
            (right with { Number = "" }, "order-number"), (right with { ActingOrder = "" }, "signer-order"),
            (right with { Date = new DateOnly(2022, 6, 14) }, "order-date"), (right with { SignerPosition = " " }, "signer-position"),
        })
            Assert.That(await CodeOfRefusalAsync(() => world.Orders().SignAsync(id, wrong, finance)), Is.EqualTo(code));
        Assert.That(await CodeOfRefusalAsync(async () => await world.Orders().SignAsync(id, right, await world.ActorAsync("coordinator"))), Is.EqualTo("finance-only"));
        await world.Orders().SignAsync(id, right, finance);
        Assert.That(await CodeOfRefusalAsync(() => world.Orders().SignAsync(id, right with { Number = "๒" }, finance)), Is.EqualTo("order-over"));
    }

    [Test]
    public async Task E05_T27_WhoRegistersBeforeTheOrderWaits_AndRightsStartWhenItIsSigned()
    {
        await using var world = await RolloutAsync(open);
        await world.NamesAllAsync();
        await world.SendsRosterAsync();
        await world.AcceptsAsync();
        var district = await world.ActorAsync("district");
        Assert.That(await CodeOfRefusalAsync(() => world.Registering().RegisterAsync("D9901", Ids[1], district)), Is.EqualTo("registration-not-open"));
        await world.LeapsToAsync(At(6, 16));
        Assert.That(await world.Registering().RegisterAsync("D9901", Ids[1], district), Is.EqualTo("waiting-order"));
        await world.LeapsToAsync(At(6, 22, 9));
        Assert.That(await CodeOfRefusalAsync(() => world.Trying().EnterAsync("D9901", "type1", 100, Types, district)), Is.EqualTo("no-e-bill-right"));
        await world.SignsOrderAsync();
        Assert.That(await world.StateOfAsync("สอง"), Is.EqualTo("registered"));
        await world.Trying().EnterAsync("D9901", "type1", 100, Types, district);
    }

    [Test]
    public async Task E05_T28_WhoIsNotOnTheRosterIsRefusedWithoutAHint_TheProvinceIsTold_AndTryingOnIsSlowedDown()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        await world.LeapsToAsync(At(6, 17));
        var officer = await world.ActorAsync("officer");
        var said = new HashSet<string>();
        // Nobody, somebody of another office, somebody of an office that named nobody: one and the same sentence.
        foreach (var (office, id) in new[] { ("D9901", "0000000000035"), ("D9901", Ids[2]), ("D9902", "0000000000043") })
            try
            {
                await world.Registering().RegisterAsync(office, id, officer);
                Assert.Fail("was registered");
            }
            catch (WorkflowHost.Engine.RefusedException refusal)
            {
                said.Add(refusal.Code + refusal.Thai + refusal.English);
            }
        Assert.That(said, Has.Count.EqualTo(1));
        Assert.That((await world.MailsToAsync("coordinator")).Count(mail => mail.Subject.StartsWith("มีผู้ลงทะเบียนที่ไม่พบ", StringComparison.Ordinal)), Is.EqualTo(2));
        for (var i = 0; i < 2; i++)
            await CodeOfRefusalAsync(() => world.Registering().RegisterAsync("D9903", "0000000000035", officer));
        Assert.That(await CodeOfRefusalAsync(() => world.Registering().RegisterAsync("D9901", "0000000000035", officer)), Is.EqualTo("registration-slow"));
    }

    [Test]
    public async Task E05_T29_WhoDidNotRegisterHasNotTakenItUp_TheProvinceIsTold_AndLateOnesNeedAnException()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        await world.LeapsToAsync(At(6, 20));
        var district = await world.ActorAsync("district");
        await world.Registering().RegisterAsync("D9901", Ids[1], district);
        await world.LeapsToAsync(At(7, 1, 8, 30));
        Assert.That((await world.StateOfAsync("สอง"), await world.StateOfAsync("สาม")), Is.EqualTo(("registered", "lapsed")));
        Assert.That((await world.MailsToAsync("coordinator")).Where(mail => mail.Subject.StartsWith("ไม่ลงทะเบียนภายในกำหนด", StringComparison.Ordinal))
            .Select(mail => mail.Text), Has.Exactly(3).Items.And.Some.Contains("นายสาม ใจดี"));
        var officer = await world.ActorAsync("officer");
        Assert.That(await CodeOfRefusalAsync(() => world.Registering().RegisterAsync("D9902", Ids[2], officer)), Is.EqualTo("registration-closed"));
        var line = (await world.Database.FirstAsync<string>("select id from roster_lines where given_name_th = 'สาม'"))!;
        Assert.That(await CodeOfRefusalAsync(() => world.Registering().AllowLateAsync(line, new DateOnly(2022, 7, 5), district)), Is.EqualTo("not-your-roster"));
        await world.Registering().AllowLateAsync(line, new DateOnly(2022, 7, 5), await world.ActorAsync("coordinator"));
        Assert.That(await world.Registering().RegisterAsync("D9902", Ids[2], officer), Is.EqualTo("registered"));
    }

    [Test]
    public async Task E05_T102_AMarriedNameIsFlagged_RightsWaitForADocument_AndTheNumberIsTheKey()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        await world.LeapsToAsync(At(6, 17));
        var district = await world.ActorAsync("district");
        Assert.That(await world.Registering().RegisterAsync("D9901", Proof(Ids[1], "นางสอง สามีดี"), district),
            Is.EqualTo("identity-check"));
        Assert.That((await world.MailsToAsync("coordinator"))[^1].Text, Does.Contain("นางสอง สามีดี").And.Contain("นายสอง ใจดี"));
        var line = (await world.Database.FirstAsync<string>("select id from roster_lines where identity_open = 'name'"))!;
        await world.LeapsToAsync(At(6, 22, 9));
        Assert.That(await CodeOfRefusalAsync(() => world.Trying().EnterAsync("D9901", "type1", 100, Types, district)),
            Is.EqualTo("no-e-bill-right"));
        foreach (var (by, code) in new[] { ("district", "not-your-roster"), ("officer", "not-your-roster") })
            Assert.That(await CodeOfRefusalAsync(async () => await world.Checking().DecideAsync(line, IdentityChecks.Confirmed,
                "ใบสำคัญการสมรส 1/2565", null, await world.ActorAsync(by))), Is.EqualTo(code));
        var coordinator = await world.ActorAsync("coordinator");
        Assert.That(await CodeOfRefusalAsync(() => world.Checking().DecideAsync(line, IdentityChecks.Confirmed, " ", null,
            coordinator)), Is.EqualTo("document"));
        await world.Checking().DecideAsync(line, IdentityChecks.Confirmed, "ใบสำคัญการสมรส 1/2565", null, coordinator);
        Assert.That(await CodeOfRefusalAsync(() => world.Checking().DecideAsync(line, IdentityChecks.Refused, "ช้าไป ๆ", null,
            coordinator)), Is.EqualTo("identity-decided"));
        Assert.That(await world.StateOfAsync("สอง"), Is.EqualTo("registered"));
        await world.Trying().EnterAsync("D9901", "type1", 100, Types, district);
        Assert.That((await world.MailsToAsync("district"))[^1].Subject, Does.StartWith("ผ่านการตรวจตัวตนแล้ว"));
    }

    [Test]
    public async Task E05_T102_ATypedNumberProvesNothing_AndWhoIsRefusedHasNotRegistered()
    {
        await using var world = await RolloutAsync(open);
        await world.NamesAllAsync();
        await world.SendsRosterAsync();
        await world.AcceptsAsync();
        await world.LeapsToAsync(At(6, 17));
        var (district, coordinator) = (await world.ActorAsync("district"), await world.ActorAsync("coordinator"));
        Assert.That(await world.Registering().RegisterAsync("D9901", Proof(Ids[1], "", Registration.Typed), district),
            Is.EqualTo("identity-check"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from citizen_ids"), Is.Zero, "nothing was proved");
        await world.SignsOrderAsync();
        Assert.That(await world.StateOfAsync("สอง"), Is.EqualTo("identity-check"), "the signature doesn't begin the right");
        var line = (await world.Database.FirstAsync<string>("select id from roster_lines where identity_open = 'typed'"))!;
        await world.Checking().DecideAsync(line, IdentityChecks.Refused, "ไม่ใช่บุคคลเดียวกัน", null, coordinator);
        Assert.That(await world.StateOfAsync("สอง"), Is.EqualTo("appointed"));
        Assert.That(await world.Registering().RegisterAsync("D9901", Ids[1], district), Is.EqualTo("registered"), "now by ThaID");
        Assert.That(await CodeOfRefusalAsync(async () => await world.Registering().RegisterAsync("D9901", Ids[1],
            await world.ActorAsync("officer"))), Is.EqualTo("registered-by-another"));
        Assert.That(await CodeOfRefusalAsync(() => world.Registering().RegisterAsync("D9902", Ids[2], district)),
            Is.EqualTo("other-citizen"), "another number than this account proved before");
    }

    [Test]
    public async Task E04_EachProvinceIsTold_AndSeesItsOwnRowsUnderTheirNumbers()
    {
        await using var world = await RolloutAsync(open);
        await world.AppointedAsync();
        var mail = (await world.MailsToAsync("coordinator")).Single(mail => mail.Subject.StartsWith("คำสั่งมอบหมาย", StringComparison.Ordinal));
        Assert.That(mail.Text, Does.Contain("๑๒๓/๒๕๖๕").And.Contain("4 ราย").And.Contain("/print?province=9900"));
        var order = (await world.Database.FirstAsync<AppointmentOrder>("select * from appointment_orders"))!;
        var draft = OrderDraft.Compose(order, null, await AppointmentRow.OfAsync(world.Database, order.Id));
        var excerpt = draft.ExcerptFor("จังหวัดตัวอย่าง", new HashSet<string> { "D9901", "D9903" });
        Assert.That(excerpt.Annexes.Single().Rows.Select(row => row.Number), Is.EqualTo(new[] { 2L, 4L }));
        Assert.That(excerpt.Paragraphs, Is.EqualTo(draft.Paragraphs), "the order says what it said");
        Assert.That(await OrderPlaces.IsInAsync(world.Database, order.Id, await world.ActorAsync("coordinator")), Is.True);
        Assert.That(await OrderPlaces.IsInAsync(world.Database, order.Id, await world.ActorAsync("district")), Is.False);
    }

    static Task<string?> DetailAsync(World world, string action) => world.Database.FirstAsync<string>(
        "select detail from audit where action = @action and organisation_code = @Province order by id desc", new { action, DemoData.Province });

    static async Task<RosterCounts> ImportAsync(World world, Actor by, string position)
    {
        var file = new MemoryStream(SheetFile.Write("รายชื่อ", RosterForm.Columns,
        [
            Line("อำเภอเมืองตัวอย่าง", "สอง", Ids[1], position), Line("อำเภอทุ่งสมมติ", "สาม", Ids[2], "ปลัดอำเภอ"),
            Line("อำเภอเขาจำลอง", "สี่", Ids[3], "ปลัดอำเภอ"),
        ]));
        return await world.Rosters().ApplyAsync((await world.Rosters().LookAsync(DemoData.Province, file, by)).ImportId, by);
    }

    static MemoryStream Sheet(params (string Office, string Given, string Citizen)[] rows) => new(SheetFile.Write(
        "รายชื่อ", RosterForm.Columns, rows.Select(row => Line(row.Office, row.Given, row.Citizen, "ปลัดอำเภอ"))));

    static string[] Line(string office, string given, string citizen, string position) =>
        [office, "นาย", given, "ใจดี", citizen, position, ""];
}
