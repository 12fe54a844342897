using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Amendments;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>What circular A leaves open is a setting with a default; what it says only once is held everywhere.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SettingsAndSilencesTests(Func<TestDatabase> open)
{
    [Test]
    public async Task A01_ThreeSystemsAreKnown_AndAFourthIsNamedAsUnknown()
    {
        await using var world = await World.OnAsync(open);
        Assert.That((await world.Filing.RulesAsync()).KnownSystems, Is.EqualTo(new[] { "BBL", "e-Budgeting", "BB EvMIS" }));
        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer", system: "GFMIS"))!;
        Assert.That((refusal.Code, refusal.Rule), Is.EqualTo(("unknown-system", "A-01")));
    }

    [Test]
    public async Task A13_TheProvince_SeesWhichCoveredOrganisationsHaveNobody()
    {
        await using var world = await World.OnAsync(open);
        var province = (await world.Database.FirstAsync<string>("select path from organisations where code = @Province", new { DemoData.Province }))!;
        var types = (await world.Filing.RulesAsync()).CoveredTypes;
        var empty = await EmptyOrganisation.ListAsync(world.Database, "BBL", types, province, world.Clock.GetUtcNow());
        Assert.That(empty.Select(row => row.Code), Does.Contain(DemoData.Tambon).And.Contain(DemoData.Pao)
            .And.Not.Contain(DemoData.City).And.Not.Contain(DemoData.Tao).And.Not.Contain(DemoData.FullTambon));
        var rest = await EmptyOrganisation.ListAsync(world.Database, "BBL", types, province, world.Clock.GetUtcNow(), empty[0].Code);
        Assert.That(rest.Select(row => row.Code), Is.EqualTo(empty.Skip(1).Select(row => row.Code)), "the next page begins after the last row");
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        Assert.That((await EmptyOrganisation.ListAsync(world.Database, "BBL", types, province, world.Clock.GetUtcNow()))
            .Single(row => row.Code == DemoData.Tambon).Asked, Is.EqualTo(1));
        await world.GrantsAsync(request, "clerk");
        Assert.That((await EmptyOrganisation.ListAsync(world.Database, "BBL", types, province, world.Clock.GetUtcNow())).Select(row => row.Code),
            Does.Not.Contain(DemoData.Tambon));
        Assert.That(await EmptyOrganisation.ListAsync(world.Database, "BBL", types, "/elsewhere/", world.Clock.GetUtcNow()), Is.Empty);
    }

    [Test]
    public async Task A14_EveryMailOfACase_SaysWhereToAsk()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.RevokeFirst), "city-mayor", "Revoke", new { reason = "ย้าย" });
        await world.GrantsAsync(request, "city-clerk");
        var mails = 0;
        foreach (var person in (string[])["city-officer2", "city-clerk", "city-mayor", "reviewer", "director"])
            foreach (var mail in (await world.MailsToAsync(person)).Where(mail => !mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal)))
            {
                mails++;
                foreach (var contact in (string[])["0 2114 7637", "saraban@bb.go.th", "0 2241 9000", "saraban@dla.go.th"])
                    Assert.That(mail.Text, Does.Contain(contact), mail.Subject);
            }
        Assert.That(mails, Is.GreaterThanOrEqualTo(9));
    }

    [Test]
    public async Task A04_AConfirmedRight_IsNotSuspendedByTheReviewThatWasOpen()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(TimeSpan.FromDays(40));
        var request = await world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1");
        await world.ProvesIdentityAsync(request);
        await world.PassesAsync(TimeSpan.FromDays(90));
        var right = (await world.RightsAsync(DemoData.City)).Single();
        Assert.That((right.SuspendedAt, right.ValidTo), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(right.ReviewOn, Is.EqualTo(new DateOnly(2027, 4, 11)));
    }

    [Test]
    public async Task A04_ASuspendedRightThatIsConfirmed_ComesBackIntoUse_AndIsNotRevokedLater()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(TimeSpan.FromDays(80));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().SuspendedAt, Is.Not.Null);
        var request = await world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1");
        await world.ProvesIdentityAsync(request);
        await world.PassesAsync(TimeSpan.FromDays(40));
        var right = (await world.RightsAsync(DemoData.City)).Single();
        Assert.That((right.SuspendedAt, right.ValidTo), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task A04_A11_WhenTheRightIsRevokedMeanwhile_TheConfirmationEnds_AndPeopleAreTold()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1");
        await world.Revocation.RevokeAsync("city-1", "ยุบตำแหน่ง", await world.ActorAsync("city-mayor"));
        await world.Runtime.RunDueAsync();
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.RightEnded));
        Assert.That((await world.MailsToAsync("city-officer"))[^1].Subject, Does.StartWith("สิทธิเดิมสิ้นสุดแล้ว"));
    }

    [Test]
    public async Task A06_AReviewThatIsAnswered_DoesNotRemindWhoWaitsForTheRevocation()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(TimeSpan.FromDays(31));
        await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        var task = (await world.Database.FirstAsync<WorkTask>("select * from tasks where right_id = 'city-1' and kind = 'yearly-review'"))!;
        await world.AnswerAsync(task, "city-officer", "Confirm", new { reason = "" });
        await world.Runtime.RunDueAsync();
        Assert.That((await world.MailsToAsync("city-mayor")).Count(mail => mail.Subject.Contains("เตือนครั้งที่")), Is.Zero);
    }

    [Test]
    public async Task A08_LeftOpen3_ATambonMunicipality_RevokesFirstToo()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("full-clerk", DemoData.FullTambon, RequestKind.Replace, "full-officer3", "full-1");
        Assert.That(request.Stage, Is.EqualTo(RequestStage.WaitingRevoke));
    }

    [Test]
    public async Task A08_LeftOpen3_SwitchedOff_TheOldRightGivesWayInTheInstantOfTheGrant()
    {
        await using var world = await World.OnAsync(open);
        await RuleAsync(world, "revokeFirstInTambon", "True", "False");
        var request = await world.FileAsync("full-clerk", DemoData.FullTambon, RequestKind.Replace, "full-officer3", "full-1");
        Assert.That(request.Stage, Is.EqualTo(RequestStage.WaitingProof));
        await world.GrantsAsync(request, "full-clerk");
        var seat = (await world.RightsAsync(DemoData.FullTambon)).Where(right => right.Seat == 1).OrderBy(right => right.ValidFrom).ToList();
        Assert.That(seat[0].ValidTo, Is.EqualTo(seat[1].ValidFrom));
        Assert.That(seat[1].PersonId, Is.EqualTo("full-officer3"));
        var city = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        Assert.That(city.Stage, Is.EqualTo(RequestStage.WaitingRevoke), "A-06 is no setting for the other three types");
    }

    [Test]
    public async Task A08_LeftOpen4_OneLetterServesBoth_IfItNamesBoth([Values] bool namesBoth)
    {
        await using var world = await World.OnAsync(open);
        var first = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer");
        var second = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2");
        await world.ProvesIdentityAsync(first);
        await world.ProvesIdentityAsync(second);
        await world.AttachesLetterAsync(first, "clerk",
            letter => letter with { NamesInLetter = letter.NamesInLetter + (namesBoth ? ", นายสมชาย ทองดี" : "") });
        var letterId = await world.Database.FirstAsync<string>("select id from letters");
        Assert.That(await world.AnswerAsync(await world.OpenTaskAsync(second, WorkTask.Letter), "clerk", "Attach", new { letterId }),
            namesBoth ? Is.InstanceOf<StepResult.Moved>() : Is.InstanceOf<StepResult.Refused>());
    }

    [Test]
    public async Task A07_T38_ALetterSignedAfterTheActingOrderEnded_IsRefused()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        async Task<StepResult> AttachAsync(DateOnly ends) => await world.AttachesLetterAsync(request, "clerk",
            letter => letter with { SignerCapacity = Capacity.Acting, SignerOrder = "คำสั่งที่ ๑๒/๒๕๖๙", SignerOrderEnds = ends });
        Assert.That(((StepResult.Refused)await AttachAsync(new DateOnly(2026, 3, 1))).Reason.Code, Is.EqualTo("order-ended"));
        Assert.That(await AttachAsync(new DateOnly(2026, 3, 2)), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task T41_ATypeThatChangesOnADay_LeavesTheRunningCase_AndChangesTheSeatRuleOfTheNext()
    {
        await using var world = await World.OnAsync(open);
        await world.Database.WriteAsync(transaction =>
        {
            transaction.Write("update organisation_types set valid_to = @day where organisation_code = @FullTambon", new { day = new DateOnly(2026, 10, 1), DemoData.FullTambon });
            transaction.Write("insert into organisation_types (organisation_code, type, valid_from) values (@FullTambon, 'town_municipality', @day)",
                new { day = new DateOnly(2026, 10, 1), DemoData.FullTambon });
            return Task.CompletedTask;
        });
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("full-clerk", DemoData.FullTambon, RequestKind.New, "full-officer3"))!.Code,
            Is.EqualTo("all-seats-taken"));
        var running = await world.FileAsync("full-clerk", DemoData.FullTambon, RequestKind.Replace, "full-officer3", "full-1");
        await world.LeapsToAsync(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.FromHours(7)));
        Assert.That((await world.RequestAsync(running.Id)).OrganisationType, Is.EqualTo("tambon_municipality"));
        await world.Withdrawal.WithdrawAsync(running.Id, "ยื่นใหม่", await world.ActorAsync("full-clerk"));
        Assert.That((await world.FileAsync("full-clerk", DemoData.FullTambon, RequestKind.New, "full-officer3")).OrganisationType, Is.EqualTo("town_municipality"));
    }

    [Test]
    public async Task T65_TheSameFileFromTwoOrganisations_IsNotedForTheReviewer()
    {
        await using var world = await World.OnAsync(open);
        await world.ReadyForReviewAsync();
        var request = await world.FileAsync("pao-clerk", DemoData.Pao, RequestKind.New, "pao-officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "pao-clerk");
        Assert.That(await world.Database.FirstAsync<string>("select detail from audit where action = 'letter-file-elsewhere' and subject_id = @Id", request),
            Does.EndWith(DemoData.Tambon));
    }

    [Test]
    public async Task T68_ClerkAndOfficerBothFile_TheSecondIsPointedToTheFirst()
    {
        await using var world = await World.OnAsync(open);
        var first = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        var refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer"))!;
        Assert.That(refusal.Thai, Does.Contain(first.Reference));
        var replacement = await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        refusal = Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("city-officer", DemoData.City, RequestKind.Confirm, oldRight: "city-1"))!;
        Assert.That(refusal.Thai, Does.Contain(replacement.Reference));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from instances"), Is.EqualTo(2));
    }

    [Test]
    public async Task T77_AfterOfficeHours_LegalReceiptIsTheNextWorkingMorning_WhenTheSettingIsOn([Values] bool isOn)
    {
        await using var world = await World.OnAsync(open, new DateTimeOffset(2026, 3, 6, 16, 31, 0, TimeSpan.FromHours(7)));
        if (isOn)
            await RuleAsync(world, "legalReceiptInOfficeHours", "False", "True");
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        Assert.That(request.FiledAt, Is.EqualTo(world.Clock.GetUtcNow()));
        Assert.That(request.ReceivedAt, Is.EqualTo(isOn ? new DateTimeOffset(2026, 3, 9, 8, 30, 0, TimeSpan.FromHours(7)) : request.FiledAt),
            "6 March 2026 is a Friday");
    }

    [Test]
    public async Task T77_LegalReceipt_CountsTheDaysOfTheOfficeItComesTo()
    {
        await using var world = await World.OnAsync(open, new DateTimeOffset(2026, 3, 6, 16, 31, 0, TimeSpan.FromHours(7)));
        await RuleAsync(world, "legalReceiptInOfficeHours", "False", "True");
        await new OfficeDays(world.Database, world.Calendar, world.Clock)
            .AddAsync(DemoData.Bureau, new DateOnly(2026, 3, 9), "น้ำท่วม", "", false, await world.ActorAsync("operator"));
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        Assert.That(request.ReceivedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 10, 8, 30, 0, TimeSpan.FromHours(7))),
            "the Budget Bureau is closed on that Monday");
    }

    [Test]
    public async Task T88_AWithdrawnCircular_ClosesWhatIsOpen_TellsOnce_AndLeavesRightsAlone()
    {
        await using var world = await World.OnAsync(open);
        var requests = new[]
        {
            await world.WithDirectorAsync(), await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2"),
            await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1"),
        };
        var amendments = new AmendmentWorld(world);
        Assert.ThrowsAsync<RefusedException>(() => amendments.WithdrawsAsync("A", "x", "clerk"));
        await amendments.WithdrawsAsync("A", "มีหนังสือฉบับใหม่", "director");
        Assert.ThrowsAsync<RefusedException>(() => amendments.WithdrawsAsync("A", "อีกครั้ง", "director"));
        foreach (var request in requests)
            Assert.That((await world.RequestAsync(request.Id)) is { Stage: RequestStage.Void, ClosingReason: "มีหนังสือฉบับใหม่" }, Is.True);
        await amendments.TellsAsync();
        Assert.That((await world.MailsToAsync("clerk")).Count(mail => mail.Subject.StartsWith("หนังสือเวียนถูกยกเลิก", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That((await world.RightsAsync(DemoData.City)).Single().ValidTo, Is.Null);
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer"))!.Thai,
            Does.Contain("มีหนังสือฉบับใหม่"));
    }

    [Test]
    public async Task A06_OutsideDevelopment_TheStandInForThaId_ProvesNothing()
    {
        await using var world = await World.OnAsync(open, allowsStandIn: false);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        Assert.That(((StepResult.Refused)await world.ProvesIdentityAsync(request)).Reason.Code, Is.EqualTo("other-method"));
        Assert.That(await world.ProvesIdentityAsync(request, "clerk", ProveIdentity.InPerson), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task WhatNobodyCouldMean_IsRefused_AndNeverAnIncident()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.ReadyForReviewAsync();
        var letterless = await world.FileAsync("clerk", DemoData.Tambon, RequestKind.New, "officer2");
        string?[] oddities = [null, "", "null", "[]", "{}", "7", "{\"reason\":7}", "{\"reason\":\"\\u0000\"}", "{\"reason\":\"\\ud800\"}",
            "{\"via\":\"fax\"}", "{\"via\":null}", "{\"points\":[null]}", "{\"method\":null}", "{\"method\":\"ThaID\"}", new string('x', 200_000)];
        foreach (var task in (WorkTask[])[await world.OpenTaskAsync(request, WorkTask.Review), await world.OpenTaskAsync(letterless, WorkTask.ProveIdentity)])
            foreach (var answer in (string[])["SendBack", "Reject", "Prove", "right:city-1", "Due2"])
                foreach (var odd in oddities)
                    Assert.That(await world.Runtime.ResumeAsync(task.Id, new Stimulus(answer, task.Kind == "review" ? "reviewer" : "officer2", odd)),
                        Is.InstanceOf<StepResult.Refused>(), $"{task.Kind} {answer} {odd}");
        await world.ProvesIdentityAsync(letterless);
        var letter = await world.OpenTaskAsync(letterless, WorkTask.Letter);
        foreach (var odd in oddities.Append("{\"letterId\":\"none\"}").Append("{\"addressee\":\"ผู้อำนวยการสำนักงบประมาณ\",\"letterDate\":\"9999-12-31\"}"))
            foreach (var answer in (string[])["Attach", "Reply"])
                Assert.That(await world.Runtime.ResumeAsync(letter.Id, new Stimulus(answer, "officer2", odd)), Is.InstanceOf<StepResult.Refused>(), odd);
        Assert.ThrowsAsync<RefusedException>(() => world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "off\0icer"));
    }

    static Task RuleAsync(World world, string name, string shipped, string instead)
    {
        string Text(string value) => $"\"{name}\": {{\n          \"expression\": {{\n            \"type\": \"Literal\",\n            \"value\": \"{value}\"";
        return world.PublishAsync(Filing.Definition, Text(shipped), Text(instead));
    }
}
