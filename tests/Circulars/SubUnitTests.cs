using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular C: the list of sub-units, by page and by spreadsheet, until the menu closes and after.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SubUnitTests(Func<TestDatabase> open) : OnboardingFixture(open)
{
    [Test]
    public async Task C03_OnlyUnitsThatOperateInTheFiscalYear_AreTaken()
    {
        var actor = await world.ActorAsync("officer");
        var refused = Assert.ThrowsAsync<RefusedException>(() =>
            c.Desk.AddAsync(Onboarding.Tambon, Onboarding.Form("01", "โรงเรียนบ้านร้าง") with { Operates = false }, actor));
        Assert.That(refused!.Rule, Is.EqualTo("C-03"));
        var preview = await c.PreviewAsync(Onboarding.Sheet(
            ["01", "โรงเรียนบ้านร้าง", "โรงเรียน", "ไม่ใช่", "", ""], ["02", "โรงเรียนบ้านดอน", "โรงเรียน", "ใช่", "", ""]));
        Assert.That(preview.Select(row => row.Change), Is.EqualTo(new[] { PreviewRow.Refused, PreviewRow.New }));
        Assert.That(preview[0].Problems.Single().Thai, Does.StartWith("แถว 2:").And.Contain("2567").And.Contain("C-03"));
    }

    [Test]
    public async Task C04_AtTheEndOf30June_TheMenuCloses_ForAddingAndRemoving_NotForMending()
    {
        var unit = await c.AddAsync("01", "โรงเรียนบ้านดอน");
        world.Clock.SetTo(Onboarding.At(2024, 6, 30, 23, 59, 59));
        await c.AddAsync("02", "โรงเรียนบ้านนา");
        world.Clock.SetTo(Onboarding.At(2024, 7, 1, 0));
        var actor = await world.ActorAsync("officer");
        var late = Assert.ThrowsAsync<RefusedException>(() => c.AddAsync("03", "โรงเรียนบ้านทุ่ง"));
        Assert.That(late!.Rule, Is.EqualTo("C-04"));
        Assert.That(late.Thai, Does.Contain("คำขอยกเว้น"));
        Assert.ThrowsAsync<RefusedException>(() => c.Desk.RemoveAsync(unit, "ยุบรวมโรงเรียน", actor));
        await c.Desk.ChangeAsync(unit, Onboarding.Form("01", "โรงเรียนบ้านดอนเหนือ"), actor);
        Assert.That((await c.UnitsAsync()).Select(one => one.NameTh), Is.EqualTo(new[] { "โรงเรียนบ้านดอนเหนือ", "โรงเรียนบ้านนา" }));
    }

    [Test]
    public async Task C04_T61_WhatWasBegunBeforeTheCutOff_IsFinishedWithinTheGrace_AndMarked()
    {
        var actor = await world.ActorAsync("officer");
        world.Clock.SetTo(Onboarding.At(2024, 6, 30, 23, 58));
        var import = await c.Import.BeginAsync(Onboarding.Tambon, Onboarding.Sheet(["01", "โรงเรียนบ้านดอน", "โรงเรียน", "", "", ""]), "ก.xlsx", actor);
        world.Clock.SetTo(Onboarding.At(2024, 7, 1, 0, 6));
        Assert.That((await c.Import.ApplyAsync(import, actor)).Added, Is.EqualTo(1));
        Assert.That((await c.UnitsAsync()).Single().BegunBeforeCutOff, Is.True);
        var after = await c.ImportAsync(Onboarding.Sheet(["02", "โรงเรียนบ้านนา", "โรงเรียน", "", "", ""]));
        Assert.That(after, Is.EqualTo(new ImportResult(0, 0, 0, 1)), "begun at 00:06, by the server's clock");
    }

    [Test]
    public async Task C05_T17_ClosedSchoolAfterTheCutOff_IsAskedFor_DecidedByTheDepartment_AndItsHistoryStays()
    {
        var unit = await c.AddAsync("01", "โรงเรียนบ้านดอน");
        var (officer, dla) = (await world.ActorAsync("officer"), await world.ActorAsync(Onboarding.Department));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => c.Late.AskToRemoveAsync(unit, "ยุบรวมโรงเรียน", officer))!.Code,
            Is.EqualTo("still-open"));
        world.Clock.SetTo(Onboarding.At(2024, 8, 1, 9));
        var ask = await c.Late.AskToRemoveAsync(unit, "ยุบรวมกับโรงเรียนบ้านนา", officer);
        Assert.That(await c.Late.AskToRemoveAsync(unit, "ยุบรวมกับโรงเรียนบ้านนา", officer), Is.EqualTo(ask), "T67: asked twice is one request");
        Assert.ThrowsAsync<RefusedException>(() => c.Late.MakeAsync(ask, "", officer));
        Assert.That(await c.UnitsAsync(), Has.Count.EqualTo(1), "until it is decided nothing changes");
        Assert.That((await world.MailsToAsync(Onboarding.Department)).Single().Text, Does.Contain("ยุบรวมกับโรงเรียนบ้านนา").And.Contain("C-05"));

        await c.Late.MakeAsync(ask, "ตรวจประกาศแล้ว", dla);
        Assert.That(await c.UnitsAsync(), Is.Empty);
        Assert.That(await world.Database.FirstAsync<string>("select removed_reason from sub_units where id = @unit", new { unit }),
            Is.EqualTo("ยุบรวมกับโรงเรียนบ้านนา"));
        Assert.That(await world.Database.QueryAsync<string>("select action from audit where subject_id = @unit order by id", new { unit }),
            Is.EqualTo(new[] { "sub-unit-added", "late-remove-asked", "sub-unit-removed-late", "late-remove-made" }));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => c.Late.DeclineAsync(ask, "เปลี่ยนใจแล้ว", dla))!.Code, Is.EqualTo("decided-already"));
    }

    [Test]
    public async Task C05_LateAddition_IsConfirmedByTheDepartmentsDecision_OrDeclinedWithAReason()
    {
        world.Clock.SetTo(Onboarding.At(2024, 7, 5, 9));
        var (clerk, dla) = (await world.ActorAsync("clerk"), await world.ActorAsync(Onboarding.Department));
        var made = await c.Late.AskToAddAsync(Onboarding.Tambon, Onboarding.Form("01", "โรงเรียนบ้านดอน"), "รับถ่ายโอน 1 ก.ค.", clerk);
        await c.Late.MakeAsync(made, "", dla);
        var declined = await c.Late.AskToAddAsync(Onboarding.Tambon, Onboarding.Form("02", "โรงเรียนบ้านนา"), "ลืมบันทึกในระบบ", clerk);
        await c.Late.DeclineAsync(declined, "ไม่มีเอกสารจัดตั้ง", dla);
        Assert.That((await c.UnitsAsync()).Select(unit => (unit.Code, unit.State)), Is.EqualTo(new[] { ("01", SubUnitState.Confirmed) }));
        Assert.That((await world.MailsToAsync("clerk")).Select(mail => mail.Subject), Has.Some.Contains("ไม่รับคำขอ"));
    }

    [Test]
    public async Task T69_ListImportedTwiceWithOneRowChanged_IsOneChange_AndNoDuplicates()
    {
        string[][] rows = [["01", "โรงเรียนบ้านดอน", "โรงเรียน", "ใช่", "", ""], ["02", "รพ.สต.บ้านนา", "รพ.สต.", "ใช่", "", ""]];
        Assert.That(await c.ImportAsync(Onboarding.Sheet(rows)), Is.EqualTo(new ImportResult(2, 0, 0, 0)));
        Assert.That(await c.ImportAsync(Onboarding.Sheet(rows)), Is.EqualTo(new ImportResult(0, 0, 2, 0)));
        rows[1][1] = "รพ.สต.บ้านนาใหม่";
        var preview = await c.PreviewAsync(Onboarding.Sheet(rows));
        Assert.That(preview.Select(row => (row.Change, row.Difference)),
            Is.EqualTo(new[] { (PreviewRow.Same, ""), (PreviewRow.Changed, "ชื่อ: รพ.สต.บ้านนา → รพ.สต.บ้านนาใหม่") }));
        Assert.That(await c.AuditAsync("sub-unit-changed"), Is.Empty, "a preview changes nothing");
        Assert.That(await c.ImportAsync(Onboarding.Sheet(rows)), Is.EqualTo(new ImportResult(0, 1, 1, 0)));
        Assert.That(await c.AuditAsync("sub-unit-changed"), Is.EqualTo(new[] { "ชื่อ: รพ.สต.บ้านนา → รพ.สต.บ้านนาใหม่" }));
        Assert.That(await c.UnitsAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task T67_SameImportAppliedFromTwoTabs_AndSameFormSentTwice_AreOne()
    {
        var actor = await world.ActorAsync("officer");
        var import = await c.Import.BeginAsync(Onboarding.Tambon, Onboarding.Sheet(["01", "โรงเรียนบ้านดอน", "โรงเรียน", "", "", ""]), "ก.xlsx", actor);
        var both = await Task.WhenAll(c.Import.ApplyAsync(import, actor), c.Import.ApplyAsync(import, actor));
        Assert.That(both, Is.All.EqualTo(new ImportResult(1, 0, 0, 0)));
        var twice = await Task.WhenAll(c.AddAsync("02", "โรงเรียนบ้านนา"), c.AddAsync("02", "โรงเรียนบ้านนา"));
        Assert.That(twice[0], Is.EqualTo(twice[1]));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => c.AddAsync("02", "โรงเรียนอื่น"))!.Code, Is.EqualTo("code-taken"));
        Assert.That(await c.UnitsAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task T68_ClerkAndOfficer_WorkOnOneList_AndBothAreInItsHistory()
    {
        var unit = await c.AddAsync("01", "โรงเรียนบ้านดอน", by: "officer");
        Assert.That(await c.AddAsync("01", "โรงเรียนบ้านดอน", by: "clerk"), Is.EqualTo(unit));
        await c.Desk.ChangeAsync(unit, Onboarding.Form("01", "โรงเรียนบ้านดอนใต้"), await world.ActorAsync("clerk"));
        Assert.That(await world.Database.QueryAsync<string>("select by_person from audit where subject_id = @unit order by id", new { unit }),
            Is.EqualTo(new[] { "officer", "clerk" }));
        Assert.ThrowsAsync<RefusedException>(() => c.AddAsync("05", "โรงเรียนอื่น", by: "city-clerk"));
    }

    [Test]
    public async Task T70_WrongCheckDigit_IsARowError_AndTheSameIdInTwoOffices_IsTakenWithANotice_AndStoredNowhereInClear()
    {
        var id = Onboarding.CitizenNumber(7);
        var wrong = id[..12] + (char)('0' + ((id[12] - '0' + 1) % 10));
        string[][] rows =
        [
            ["01", "โรงเรียนบ้านดอน", "โรงเรียน", "", "นางสมใจ รักเรียน", wrong],
            ["02", "โรงเรียนบ้านนา", "โรงเรียน", "", "นางสมใจ รักเรียน", id],
            ["03", "ศูนย์พัฒนาเด็กเล็กบ้านนา", "ศูนย์พัฒนาเด็กเล็ก", "", "นางสมใจ รักเรียน", id],
        ];
        var preview = await c.PreviewAsync(Onboarding.Sheet(rows));
        Assert.That(preview[0].Problems.Single().Thai, Does.Contain("แถว 2").And.Contain("เลขประจำตัวประชาชนไม่ถูกต้อง"));
        Assert.That(preview.Skip(1).Select(row => (row.Change, row.Notices.Count)), Is.All.EqualTo((PreviewRow.New, 1)));
        Assert.That(await c.ImportAsync(Onboarding.Sheet(rows)), Is.EqualTo(new ImportResult(2, 0, 0, 1)));
        Assert.That((await c.UnitsAsync()).Select(unit => unit.CitizenMasked), Is.All.EqualTo($"x-xxxx-xxxxx-{id[10..12]}-{id[12]}"));
        var stored = await world.Database.QueryAsync<string>(
            "select rows from sheet_imports union all select coalesce(detail, '') from audit");
        Assert.That(stored, Has.None.Contains(id).And.None.Contains(wrong));
    }

    [Test]
    public async Task C10_T22_AssetWithAChangedUsefulLife_IsRefusedWithTheReason_AndTheOthersAreImported()
    {
        await c.AddAsync("01", "โรงเรียนบ้านดอน");
        var actor = await world.ActorAsync("officer");
        var file = Onboarding.AssetSheetOf(
            ["01", "416-58-0001", "เครื่องคอมพิวเตอร์", "1 ต.ค. 2560", "22,500.00", "5", ""],
            ["01", "416-58-0002", "อาคารเรียน", "2550-10-01", "4500000", "25", "40"],
            ["01", "416-58-0003", "โต๊ะ", "1/10/2561", "1500.5", "10", "10"],
            ["99", "416-58-0004", "เก้าอี้", "1/10/2561", "900", "10", ""],
            ["01", "416-58-0003", "ตู้", "1/10/2561", "3000", "10", ""]);
        var id = await c.Assets.BeginAsync(Onboarding.Tambon, file, "ทรัพย์สิน.xlsx", actor);
        var preview = await c.Assets.PreviewAsync((await SheetImport.FindAsync(world.Database, id, actor))!);
        Assert.That(preview.Select(row => row.Change), Is.EqualTo(new[]
            { PreviewRow.New, PreviewRow.Refused, PreviewRow.New, PreviewRow.Refused, PreviewRow.Refused }));
        Assert.That(preview[1].Problems.Single(), Has.Property("Rule").EqualTo("C-10"));
        Assert.That(preview[1].Problems.Single().Thai, Does.Contain("แถว 3").And.Contain("ไม่ต้องบันทึกในไฟล์ Excel"));
        Assert.That(await c.Assets.ApplyAsync(id, actor), Is.EqualTo(new ImportResult(2, 0, 0, 3)));
        Assert.That(await world.Database.QueryAsync<string>("select number || ' ' || price from assets order by number"),
            Is.EqualTo(new[] { "416-58-0001 22500.00", "416-58-0003 1500.50" }));
    }

    [Test]
    public async Task C12_TheProvince_CorrectsConfirmsAndDisputes_AndNobodyElseDoes()
    {
        var (one, two) = (await c.AddAsync("01", "โรงเรียนบ้านดอน"), await c.AddAsync("02", "โรงเรียนบ้านนา"));
        var province = await world.ActorAsync("coordinator");
        var officer = await world.ActorAsync("officer");
        foreach (var other in new[] { officer, await world.ActorAsync(Onboarding.Department) })
            Assert.That(Assert.ThrowsAsync<RefusedException>(() => c.Check.ConfirmAsync(one, other))!.Rule, Is.EqualTo("C-12"));
        await c.Check.CorrectAsync(one, Onboarding.Form("01", "โรงเรียนบ้านดอนกลาง"), province);
        for (var press = 0; press < 2; press++)
            await c.Check.DisputeAsync(two, "ยุบไปแล้วเมื่อปี 2565", province);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'sub-unit-disputed'"), Is.EqualTo(1));
        Assert.That((await c.UnitsAsync()).Select(unit => unit.State), Is.EqualTo(new[] { SubUnitState.Corrected, SubUnitState.Disputed }));
        await c.Desk.ChangeAsync(two, Onboarding.Form("02", "โรงเรียนบ้านนาใหญ่"), officer);
        await c.Check.ConfirmAsync(one, province);
        Assert.That((await c.UnitsAsync()).Select(unit => unit.State), Is.EqualTo(new[] { SubUnitState.Confirmed, SubUnitState.Corrected }));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => c.Desk.ChangeAsync(one, Onboarding.Form("01", "อื่น ๆ"), officer))!.Code,
            Is.EqualTo("confirmed-already"));
    }

    /// <summary>22,000 sub-units of 7,850 local governments are tried by hand; here one list as long as any, to the last row.</summary>
    [Test]
    public async Task C01_LongestListThereIs_IsImportedAtOnce_AndOneChangeInItIsFound()
    {
        var rows = Enumerable.Range(1, 500).Select(number => new[] { $"{number:D4}", $"โรงเรียนลำดับที่ {number}", "โรงเรียน", "ใช่", "", "" }).ToArray();
        Assert.That((await c.ImportAsync(Onboarding.Sheet(rows))).Added, Is.EqualTo(500));
        rows[499][1] = "โรงเรียนสุดท้าย";
        Assert.That(await c.ImportAsync(Onboarding.Sheet(rows)), Is.EqualTo(new ImportResult(0, 1, 499, 0)));
    }

    [Test]
    public async Task Export_IsWhatTheImportReads_AndGivesNoCitizenIdAway()
    {
        await c.ImportAsync(Onboarding.Sheet(["01", "=โรงเรียน", "โรงเรียน", "", "นางสมใจ รักเรียน", Onboarding.CitizenNumber(7)]));
        var file = SubUnitSheet.Write(await c.UnitsAsync());
        Assert.That(await c.ImportAsync(new MemoryStream(file)), Is.EqualTo(new ImportResult(0, 0, 1, 0)));
        Assert.That(DemoData.Tambon, Is.EqualTo(Onboarding.Tambon));
    }
}
