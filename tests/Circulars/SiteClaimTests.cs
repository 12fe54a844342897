using WorkflowHost.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular C: who claims a site, once, by ThaID, address, code and password.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SiteClaimTests(Func<TestDatabase> open) : OnboardingFixture(open)
{
    const string Email = "somjai@school.example";

    [SetUp]
    public Task MailLinksAsync() => c.UntilLinksAsync(("01", "โรงเรียนบ้านดอน"), ("02", "โรงเรียนบ้านนา"));

    [Test]
    public async Task C15_ThaId_Address_Code_Password_InThisOrder()
    {
        var token = (await c.LinksAsync())["01"];
        Assert.ThrowsAsync<RefusedException>(() => c.Claims.GiveEmailAsync(token, "no secret", Email));
        var secret = await c.Claims.ProveAsync(token, Onboarding.Proof(1));
        Assert.That(Code(() => c.Claims.FinishAsync(token, secret, "hash")), Is.EqualTo("prove-first"));
        await c.Claims.GiveEmailAsync(token, secret, Email);
        Assert.That(Code(() => c.Claims.FinishAsync(token, secret, "hash")), Is.EqualTo("prove-first"));
        await c.Claims.UseCodeAsync(token, secret, await c.CodeAsync(Email));
        Assert.That((await c.SitesAsync()).Select(site => site.ClaimedAt), Is.All.Null);
        await c.Claims.FinishAsync(token, secret, "hash");
        Assert.That((await c.SitesAsync())[0].ClaimedAt, Is.Not.Null);
        Assert.That((await c.MailboxAsync())[^1].Subject, Does.Contain("มีผู้รับบัญชีแล้ว"));
    }

    [Test]
    public async Task C14_C15_T20_SecondClaimByAnotherPerson_IsRefused_AndTheExecutiveIsToldOnce()
    {
        var token = (await c.LinksAsync())["01"];
        await c.ClaimAsync(token, Onboarding.Proof(1), Email);
        for (var tries = 0; tries < 3; tries++)
            Assert.That(Code(() => c.Claims.ProveAsync(token, Onboarding.Proof(2))), Is.EqualTo("claimed-by-another"));
        Assert.That((await world.MailsToAsync("mayor")).Where(mail => mail.Subject.Contains("รับบัญชีซ้ำ", StringComparison.Ordinal)).Count(), Is.EqualTo(1));
        Assert.That(await c.AuditAsync("site-second-claim"), Has.Count.EqualTo(3));
        Assert.That(Code(() => c.Claims.ProveAsync(token, Onboarding.Proof(1))), Is.EqualTo("claimed-by-you"));
    }

    [Test]
    public async Task C15_T20_TwoPeopleAtTheSameInstant_OneClaims_TheOtherIsRefused()
    {
        await c.HandOver.NameAsync((await c.SitesAsync())[0].Id, "นายสอง คนเดียวกัน", await world.ActorAsync("mayor"));
        var token = (await c.LinksAsync())["01"];
        var secrets = new string[2];
        for (var who = 0; who < 2; who++)
        {
            secrets[who] = await c.Claims.ProveAsync(token, Onboarding.Proof(who + 1, "สอง คนเดียวกัน"));
            await c.Claims.GiveEmailAsync(token, secrets[who], $"p{who}@school.example");
            await c.Claims.UseCodeAsync(token, secrets[who], await c.CodeAsync($"p{who}@school.example"));
        }
        var ends = await Task.WhenAll(secrets.Select(async secret =>
        {
            try
            {
                await c.Claims.FinishAsync(token, secret, "hash");
                return "claimed";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));
        // Who comes second finds the first one's claim, or that their own way there was cleared away by it.
        Assert.That(ends.Count(end => end == "claimed"), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from site_holders where to_at is null"), Is.EqualTo(1));
    }

    [Test]
    public async Task C15_T21_FiveWrongCodes_LockForFifteenMinutes_AndTheOldCodeIsDead()
    {
        var token = (await c.LinksAsync())["01"];
        var secret = await c.Claims.ProveAsync(token, Onboarding.Proof(1));
        await c.Claims.GiveEmailAsync(token, secret, Email);
        var right = await c.CodeAsync(Email);
        var wrong = right == "000000" ? "000001" : "000000";
        for (var tries = 1; tries <= 5; tries++)
            Assert.That(Code(() => c.Claims.UseCodeAsync(token, secret, wrong)), Is.EqualTo(tries < 5 ? "code-wrong" : "code-locked"));
        Assert.That(Code(() => c.Claims.UseCodeAsync(token, secret, right)), Is.EqualTo("code-locked"));
        Assert.That(Code(() => c.Claims.GiveEmailAsync(token, secret, Email)), Is.EqualTo("code-locked"), "no new code either");
        world.Clock.SetTo(world.Clock.GetUtcNow().AddMinutes(14));
        Assert.That(Code(() => c.Claims.GiveEmailAsync(token, secret, Email)), Is.EqualTo("code-locked"));
        world.Clock.SetTo(world.Clock.GetUtcNow().AddMinutes(1));
        Assert.That(Code(() => c.Claims.UseCodeAsync(token, secret, right)), Is.EqualTo("code-expired"), "the old one stays dead");
        await c.Claims.GiveEmailAsync(token, secret, Email);
        await c.Claims.UseCodeAsync(token, secret, await c.CodeAsync(Email));
    }

    [Test]
    public async Task C15_T21_CodeOlderThanTenMinutes_IsDead_AndANewOneEndsTheOld()
    {
        var token = (await c.LinksAsync())["01"];
        var secret = await c.Claims.ProveAsync(token, Onboarding.Proof(1));
        await c.Claims.GiveEmailAsync(token, secret, Email);
        var first = await c.CodeAsync(Email);
        world.Clock.SetTo(world.Clock.GetUtcNow().AddMinutes(10));
        Assert.That(Code(() => c.Claims.UseCodeAsync(token, secret, first)), Is.EqualTo("code-expired"));
        await c.Claims.GiveEmailAsync(token, secret, Email);
        var second = await c.CodeAsync(Email);
        if (first != second)
            Assert.That(Code(() => c.Claims.UseCodeAsync(token, secret, first)), Is.EqualTo("code-wrong"));
        await c.Claims.UseCodeAsync(token, secret, second);
    }

    [Test]
    public async Task C15_OneAddressForSeveralPeople_IsRefused_ButOnePersonMayHaveTwoSites()
    {
        var links = await c.LinksAsync();
        await c.ClaimAsync(links["01"], Onboarding.Proof(1), Email);
        var stranger = await c.Claims.ProveAsync(links["02"], Onboarding.Proof(2));
        Assert.That(Code(() => c.Claims.GiveEmailAsync(links["02"], stranger, "Somjai@School.example")), Is.EqualTo("email-taken"));
        await c.ClaimAsync(links["02"], Onboarding.Proof(1), Email);
        Assert.That((await c.SitesAsync()).Select(site => site.ClaimedAt), Is.All.Not.Null);
    }

    [Test]
    public async Task C15_OnlyThePersonNamedByTheLocalGovernment_Claims()
    {
        var token = (await c.LinksAsync())["01"];
        Assert.That(Code(() => c.Claims.ProveAsync(token, Onboarding.Proof(3, "สมหญิง อื่นไกล"))), Is.EqualTo("not-named"));
        await c.HandOver.NameAsync((await c.SitesAsync())[0].Id, "นางสมหญิง อื่นไกล", await world.ActorAsync("clerk"));
        await c.ClaimAsync(token, Onboarding.Proof(3, "นางสมหญิง อื่นไกล"), Email);
        Assert.ThrowsAsync<RefusedException>(async () =>
            await c.HandOver.NameAsync((await c.SitesAsync())[0].Id, "ใครก็ได้ นะ", await world.ActorAsync("city-clerk")));
    }

    [Test]
    public async Task C15_HandOver_EndsTheHolder_AndTheNewLinkGoesToTheCentralMailbox()
    {
        var token = (await c.LinksAsync())["01"];
        await c.ClaimAsync(token, Onboarding.Proof(1), Email);
        var site = (await c.SitesAsync())[0].Id;
        await c.HandOver.ReplaceAsync(site, "นายใหม่ มาแทน", "ย้ายไปจังหวัดอื่น", await world.ActorAsync("mayor"));
        Assert.That(Code(() => c.Claims.ProveAsync(token, Onboarding.Proof(4, "ใหม่ มาแทน"))), Is.EqualTo("link-over"));
        var fresh = (await c.LinksAsync())["01"];
        Assert.That(fresh, Is.Not.EqualTo(token));
        await c.ClaimAsync(fresh, Onboarding.Proof(4, "ใหม่ มาแทน"), Email);
        Assert.That(await world.Database.QueryAsync<string>("select coalesce(end_reason, 'open') from site_holders order by from_at"),
            Is.EqualTo(new[] { "ย้ายไปจังหวัดอื่น", "open" }));
    }

    [Test]
    public async Task C14_MailboxThatRefusesMail_RaisesTheAlarmOnce_AtTheLocalGovernmentAndTheProvince()
    {
        var box = (await c.MailboxAsync()).Single();
        await world.Database.WriteAsync(transaction =>
        {
            transaction.Write("update outbox set failed_at = @now, due_at = null, last_error = '550 no such user' where recipient = @To",
                new { now = world.Clock.GetUtcNow(), box.To });
            return Task.CompletedTask;
        });
        Assert.That((await c.Alarms.RaiseAsync(), await c.Alarms.RaiseAsync()), Is.EqualTo((1, 0)));
        foreach (var person in new[] { "clerk", "mayor", "coordinator" })
            Assert.That((await world.MailsToAsync(person))[^1].Text, Does.Contain("550 no such user").And.Contain(box.To), person);
    }

    [Test]
    public async Task C15_Unclaimed_AreRemindedInWorkingDays_WithNewLinks_UntilAllAreClaimed()
    {
        var token = (await c.LinksAsync())["01"];
        await world.LeapsToAsync(Onboarding.At(2024, 10, 3, 8, 30));
        var fresh = await c.LinksAsync();
        Assert.That(fresh["01"], Is.Not.EqualTo(token));
        Assert.That((await world.MailsToAsync("clerk")).Select(mail => mail.Subject), Has.Some.Contains("ยังไม่รับบัญชี 2 หน่วยงาน"));
        await c.ClaimAsync(fresh["01"], Onboarding.Proof(1), Email);
        await world.LeapsToAsync(Onboarding.At(2024, 10, 11, 8, 30));
        Assert.That((await world.MailsToAsync("clerk"))[^1].Subject, Does.Contain("ยังไม่รับบัญชี 1 หน่วยงาน"));
        await c.ClaimAsync((await c.LinksAsync())["02"], Onboarding.Proof(1), Email);
        var mails = (await world.MailsToAsync("clerk")).Count(mail => mail.Subject.Contains("ยังไม่รับบัญชี", StringComparison.Ordinal));
        await world.LeapsToAsync(Onboarding.At(2024, 11, 9, 8, 30));
        Assert.That((await world.MailsToAsync("clerk")).Count(mail => mail.Subject.Contains("ยังไม่รับบัญชี", StringComparison.Ordinal)), Is.EqualTo(mails));
    }

    static string? Code(Func<Task> verb) => Assert.ThrowsAsync<RefusedException>(verb)!.Code;
    [Test]
    public async Task C15_DistrictAndProvinceHearOfUnclaimedSites_OneMailAnOffice_EveryFiveWorkingDays()
    {
        var digest = new WorkflowHost.Activities.Sites.UnclaimedDigest(world.Database, world.Tools, world.Clock);
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update sites set linked_at = null where organisation_code <> @Tambon", new { Onboarding.Tambon }));
        Assert.That(await digest.SendDueAsync(), Is.Zero, "the links are of today");
        world.Clock.SetTo(Onboarding.At(2024, 10, 3, 9));
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set valid_from = @from where person_id in ('coordinator', 'district')",
            new { from = Onboarding.At(2024, 1, 1, 0) }));
        world.Clock.SetTo(Onboarding.At(2024, 10, 3, 19));
        Assert.That(await digest.SendDueAsync(), Is.Zero, "nobody is told at night");
        world.Clock.SetTo(Onboarding.At(2024, 10, 4, 9));
        Assert.That(await digest.SendDueAsync(), Is.EqualTo(2), "the district and the province");
        foreach (var person in (string[])["coordinator", "district"])
            Assert.That((await world.MailsToAsync(person))[^1].Text, Does.Contain("เทศบาลตำบลบ้านลองดู: 2 หน่วยงาน"));
        Assert.That(await digest.SendDueAsync(), Is.Zero, "once");
        await c.ClaimAsync((await c.LinksAsync())["01"], Onboarding.Proof(1), Email);
        world.Clock.SetTo(Onboarding.At(2024, 10, 15, 9));
        Assert.That(await digest.SendDueAsync(), Is.EqualTo(2));
        Assert.That((await world.MailsToAsync("district"))[^1].Text, Does.Contain("เทศบาลตำบลบ้านลองดู: 1 หน่วยงาน"));
    }

}
