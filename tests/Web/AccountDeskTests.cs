using System.Text.Json;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Tests.Web;

/// <summary>What operators do with people's accounts and roles.</summary>
public sealed class AccountDeskTests
{
    const string Fresh = "ข้าวเหนียวมะม่วงสามจาน";

    TestHost host = null!;
    Visitor keeper = null!;

    [SetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        keeper = await host.SignInAsync("operator");
    }

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task ForAllButOperators_ThePagesAreNotThere()
    {
        Assert.That((await keeper.GetAsync("/")).Html, Does.Contain("href=\"/people/accounts\""));
        foreach (var account in (string[])["officer", "clerk", "director", "auditor", "designer"])
        {
            var visitor = await host.SignInAsync(account);
            Assert.That((await visitor.GetAsync("/")).Html, Does.Not.Contain("href=\"/people/accounts\""), account);
            foreach (var path in (string[])["/people/accounts", "/people/accounts/new", "/people/accounts/mayor"])
                Assert.That((await visitor.GetAsync(path)).Status, Is.EqualTo(404), $"{account} {path}");
            var token = (await visitor.GetAsync("/sign-out")).FormToken!;
            foreach (var path in (string[])
                ["new", "mayor?handler=Open", "mayor?handler=Link", "mayor?handler=Block", "mayor?handler=Unblock",
                    "mayor?handler=Give",
                    "mayor?handler=End", "mayor?handler=Address"])
                Assert.That(
                    (await visitor.PostRawAsync(
                        "/people/accounts/" + path, [new("__RequestVerificationToken", token), new("Reason", "x")])).Status,
                    Is.EqualTo(404), $"{account} {path}");
        }
    }

    [TestCase("ประเสริฐ", "mayor")]
    [TestCase("PRASERT", "mayor")]
    [TestCase("tao-officer", "tao-officer")]
    [TestCase("auditor@demo", "auditor")]
    public async Task People_AreFoundByName_UserName_AndAddress(string typed, string person)
    {
        var page = await keeper.GetAsync("/people/accounts?q=" + Uri.EscapeDataString(typed));
        Assert.That(page.Html, Does.Contain($"/people/accounts/{person}\""));
        Assert.That(System.Text.RegularExpressions.Regex.Count(page.Html, "<th scope=\"row\">"), Is.EqualTo(1));
    }

    [Test]
    public async Task List_GoesOnByKey_AndLosesNobody()
    {
        await host.Database.WriteAsync(transaction =>
        {
            for (var number = 0; number < 100; number++)
                transaction.Write(
                    """
                    insert into people (id, title_th, given_name_th, family_name_th, name_en, email)
                    values (@id, 'นาย', 'ก', 'ข', 'K Kh', '')
                    """, new { id = $"copy-{number:000}" });
            return Task.CompletedTask;
        });
        var seen = new List<string>();
        for (var path = "/people/accounts?state=none"; path is not null;)
        {
            var html = (await keeper.GetAsync(path)).Html;
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(html, "/people/accounts/(copy-\\d+)")
                .Select(match => match.Groups[1].Value));
            var next =
                System.Text.RegularExpressions.Regex.Match(html, "href=\"(/people/accounts\\?state=none&amp;after=[^\"]+)\"");
            path = next.Success ? System.Net.WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }
        Assert.That(seen, Has.Count.EqualTo(100).And.Unique);
    }

    [Test]
    public async Task ANewPerson_GetsALinkThatWorksOnce_AndSignsInWithTheirRole()
    {
        var added = await keeper.PostAsync("/people/accounts/new", Form("somsri", "somsri@lao.example", "บ้านลองดู"));
        Assert.That(added.Status, Is.EqualTo(302), added.Text);
        Assert.That((await keeper.FollowAsync(added)).Text,
            Does.Contain("somsri").And.Contain("ผู้บริหาร").And.Contain("ให้บทบาท").And.Contain("เปิดบัญชี"));
        var link = AccountLinks.In(await MailAsync("somsri@lao.example"));
        var visitor = host.NewVisitor();
        Assert.That((await visitor.PostAsync(link, new { New = Fresh, Again = Fresh })).Location, Is.EqualTo("/sign-in"));
        Assert.That((await visitor.GetAsync(link)).Status, Is.EqualTo(404));
        var somsri = await host.SignInAsync("somsri", Fresh);
        Assert.That((await somsri.GetAsync("/")).Text, Does.Contain("นางสมศรี มีทรัพย์").And.Contain("ผู้บริหาร"));
        Assert.That(await ActionsOfAsync(added.Location!.Split('/')[^1]), Is.SupersetOf(
            new[] { "person-added", "role-given", "account-added", "password-set-by-link", "signed-in" }));
    }

    [TestCase("UserName", "clerk", "มีบัญชีชื่อ “clerk” แล้ว")]
    [TestCase("UserName", "a b", "ไม่มีเว้นวรรค")]
    [TestCase("Email", "not an address", "ที่อยู่อีเมลไม่ถูกต้อง")]
    [TestCase("Place", "ตำบล", "มีหลายหน่วยงาน")]
    [TestCase("Place", "nowhere", "ไม่พบหน่วยงานนี้")]
    [TestCase("RoleName", "king", "โปรดเลือกบทบาท")]
    [TestCase("Order", "", "ต้องมีเลขที่คำสั่ง")]
    [TestCase("Until", "", "วันสุดท้ายของคำสั่ง")]
    [TestCase("Until", "1/1/2560", "วันสุดท้ายของคำสั่ง")]
    public async Task ANewPerson_WithAWrongField_IsRefusedBesideIt_AndNothingIsStored(string field, string value, string words)
    {
        var before = await TasksCase.ContentAsync(host);
        var form = Form("somsri", "somsri@lao.example", DemoData.Tambon);
        form[field] = value;
        if (field is "Order" or "Until")
            form["Capacity"] = "acting";
        if (field == "Until")
            form["Order"] = "12/2569";
        var answer = await keeper.PostAsync("/people/accounts/new", form);
        Assert.That((answer.Status, answer.Text.Contains(words, StringComparison.Ordinal)), Is.EqualTo((400, true)), answer.Text);
        Assert.That(answer.Html, Does.Contain($"id=\"{field}-error\"").And.Contain("value=\"สมศรี\""), "nothing typed is lost");
        Assert.That(await TasksCase.ContentAsync(host), Is.EqualTo(before));
    }

    [Test]
    public async Task AClosedAccount_EndsItsSessions_GetsNoLinks_AndOpensAgainWithItsPassword()
    {
        var mayor = await host.SignInAsync("mayor");
        await DoAsync("mayor", "Link", new { });
        var link = await AccountLinks.LatestAsync(host, "mayor");
        Assert.That((await keeper.PostAsync(Page("mayor"), new { Reason = "" }, Page("mayor") + "?handler=Block")).Text,
            Does.Contain("โปรดกรอกเหตุผล"));
        await DoAsync("mayor", "Block", new { Reason = "พ้นจากตำแหน่ง" });
        Assert.That((await mayor.GetAsync("/")).Location, Does.Contain("/sign-in"));
        Assert.That((await TryAsync("mayor")).Status, Is.EqualTo(400));
        Assert.That((await host.NewVisitor().GetAsync(link)).Status, Is.EqualTo(404));
        var mails = (await TasksCase.MailsToAsync(host, "mayor")).Count;
        await host.NewVisitor().PostAsync("/forgotten", new { UserName = "mayor" });
        Assert.That(await TasksCase.MailsToAsync(host, "mayor"), Has.Count.EqualTo(mails));
        Assert.That((await keeper.GetAsync("/people/accounts?state=blocked")).Html, Does.Contain("/people/accounts/mayor\""));
        Assert.That((await keeper.GetAsync(Page("mayor"))).Text, Does.Contain("พ้นจากตำแหน่ง"));

        await DoAsync("mayor", "Unblock", new { });
        Assert.That((await TryAsync("mayor")).Status, Is.EqualTo(302));
        Assert.That(
            await ActionsOfAsync("mayor"), Is.SupersetOf(new[] { "start-link-sent", "account-blocked", "account-unblocked" }));
    }

    [Test]
    public async Task AnActingRole_EndsWithTheLastDayOfItsOrder()
    {
        await DoAsync("mayor", "Give", new
        {
            Place = DemoData.City,
            RoleName = "executive",
            Capacity = "acting",
            Order = "๗/๒๕๖๙",
            Until = "5/3/2569",
        });
        Assert.That(await host.Database.FirstAsync<DateTimeOffset>(
            "select valid_to from memberships where person_id = 'mayor' and capacity = 'acting'"),
            Is.EqualTo(new DateTimeOffset(2026, 3, 6, 0, 0, 0, TimeSpan.FromHours(7))));
    }

    [Test]
    public async Task AnAddress_IsMended_WithASecondOneAndAPhone_AndALikelyTypoIsSuggestedFirst()
    {
        var typo = await keeper.PostAsync(Page("mayor"), new { Email = "mayor@dl.go.th" }, Page("mayor") + "?handler=Address");
        Assert.That((typo.Status, typo.Text.Contains("mayor@dla.go.th", StringComparison.Ordinal)), Is.EqualTo((400, true)));
        Assert.That(typo.Html, Does.Contain("name=\"IsRight\"").And.Contain("value=\"mayor@dl.go.th\""), "nothing typed is lost");
        await DoAsync("mayor", "Contact", new { Second = "mayor@dl.go.th", Phone = "073 511 123", IsRight = "true" });
        Assert.That(await host.Database.FirstAsync<string>(
            "select second_email || ' ' || phone from people where id = 'mayor'"), Is.EqualTo("mayor@dl.go.th 073 511 123"));
        var wrong = await keeper.PostAsync(Page("mayor"), new { Second = "x", Phone = "1" }, Page("mayor") + "?handler=Contact");
        Assert.That(
            (wrong.Status, wrong.Html.Contains("id=\"Second-error\"", StringComparison.Ordinal)), Is.EqualTo((400, true)));

        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "insert into refusing_addresses (address, status, since) "
            + "select lower(email), '5.1.1', @now from people where id = 'mayor'",
            new { now = host.Clock.GetUtcNow() }));
        Assert.That((await keeper.GetAsync(Page("mayor"))).Text, Does.Contain("อีเมลนี้ตีกลับ"));
        await DoAsync("mayor", "Right", new { Note = "คุยกับเลขานุการ" });
        Assert.That((await keeper.GetAsync(Page("mayor"))).Text, Does.Not.Contain("อีเมลนี้ตีกลับ"));
    }

    [Test]
    public async Task AStartLink_DiesAfterSevenDays_AndItsOwnerAsksForAnother()
    {
        await DoAsync("mayor", "Link", new { });
        var link = await AccountLinks.LatestAsync(host, "mayor");
        host.Clock.Advance(AccountClaim.StartLife);
        Assert.That((await host.NewVisitor().GetAsync(link)).Status, Is.EqualTo(404));
        await host.NewVisitor().PostAsync("/forgotten", new { UserName = "mayor" });
        Assert.That((await host.NewVisitor().GetAsync(await AccountLinks.LatestAsync(host, "mayor"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Roles_AreGivenAndEnded_AtOnce_EachOnRecord()
    {
        var auditor = await host.SignInAsync("auditor");
        Assert.That((await auditor.GetAsync("/people/accounts")).Status, Is.EqualTo(404));
        await DoAsync("auditor", "Give", new { Place = DemoData.Bureau, RoleName = "operator", Capacity = "own" });
        Assert.That((await auditor.GetAsync("/people/accounts")).Status, Is.EqualTo(200));
        var again = await keeper.PostAsync(
            Page("auditor"), new { Place = DemoData.Bureau, RoleName = "operator", Capacity = "own" },
            Page("auditor") + "?handler=Give");
        Assert.That(again.Text, Does.Contain("อยู่แล้ว"));

        var role = await host.Database.FirstAsync<string>(
            "select id from memberships where person_id = 'auditor' and role = 'operator'");
        await DoAsync("auditor", "End", new { membership = role, Basis = "คำสั่งที่ ๑/๒๕๖๙" });
        Assert.That((await auditor.GetAsync("/people/accounts")).Status, Is.EqualTo(404));
        Assert.That((await keeper.PostAsync(
            Page("auditor"), new { membership = role, Basis = "อีกครั้ง" }, Page("auditor") + "?handler=End")).Text,
            Does.Contain("สิ้นสุดไปก่อนแล้ว"));
        Assert.That(await ActionsOfAsync("auditor"), Is.SupersetOf(new[] { "role-given", "role-ended" }));
    }

    [Test]
    public async Task T33_AnOfficerWhoseRoleEnds_LosesTheRightThere()
    {
        var role = await host.Database.FirstAsync<string>("select id from memberships where person_id = 'full-officer'");
        await DoAsync("full-officer", "End", new { membership = role, Basis = "ลาออก" });
        await host.Get<WorkflowHost.Activities.People.Departure>().SettleDueAsync();
        Assert.That(await TasksCase.CountAsync(host, "rights", "id = 'full-1' and valid_to is not null"), Is.EqualTo(1));
    }

    [Test]
    public async Task AnOperator_ChangesNothingOfTheirOwn()
    {
        Assert.That((await keeper.GetAsync(Page("operator"))).Text, Does.Contain("ให้ผู้ดูแลระบบอีกคนจัดการ"));
        var before = await TasksCase.CountAsync(host, "audit");
        foreach (var handler in (string[])["Block", "Give", "Address"])
        {
            var answer = await keeper.PostAsync(Page("mayor"),
                new { Reason = "x", Place = DemoData.Bureau, RoleName = "director", Capacity = "own", Email = "x@lao.example" },
                Page("operator") + "?handler=" + handler);
            Assert.That((answer.Status, answer.Text.Contains("จัดการบัญชีของตนเองไม่ได้", StringComparison.Ordinal)),
                Is.EqualTo((400, true)), handler);
        }
        Assert.That(await TasksCase.CountAsync(host, "audit"), Is.EqualTo(before));
    }

    [Test]
    public async Task AMendedAddress_TakesTheNextLink_AndEndsTheOneThatWentElsewhere()
    {
        await DoAsync("mayor", "Link", new { });
        var astray = await AccountLinks.LatestAsync(host, "mayor");
        await DoAsync("mayor", "Address", new { Email = "mayor@lao.example", IsRight = "true" });
        Assert.That((await host.NewVisitor().GetAsync(astray)).Status, Is.EqualTo(404));
        await DoAsync("mayor", "Link", new { });
        Assert.That(await MailAsync("mayor@lao.example"), Does.Contain("/claim/"));
    }

    static Dictionary<string, string> Form(string userName, string email, string place) => new()
    {
        ["TitleTh"] = "นาง",
        ["GivenNameTh"] = "สมศรี",
        ["FamilyNameTh"] = "มีทรัพย์",
        ["NameEn"] = "Somsri Meesap",
        ["Email"] = email,
        ["UserName"] = userName,
        ["Place"] = place,
        ["RoleName"] = "executive",
        ["Capacity"] = "own",
    };

    static string Page(string person) => "/people/accounts/" + person;

    async Task DoAsync(string person, string handler, object values)
    {
        var done = await keeper.PostAsync(Page(person), values, $"{Page(person)}?handler={handler}");
        Assert.That(done.Location, Is.EqualTo(Page(person)), done.Text);
    }

    Task<Visitor.Answer> TryAsync(string userName) =>
        host.NewVisitor().PostAsync("/sign-in", new { UserName = userName, Password = DemoData.Password });

    async Task<string> MailAsync(string address) => JsonSerializer.Deserialize<OutgoingMail>(
        (await host.Database.FirstAsync<string>(
            "select payload from outbox where recipient = @address order by id desc", new { address }))!,
                JsonSerializerOptions.Web)!.Text;

    async Task<IReadOnlyList<string>> ActionsOfAsync(string person) => await host.Database.QueryAsync<string>(
        "select action from audit where subject_id = @person or subject_id = (select id from accounts where person_id = @person)",
        new { person });
}
