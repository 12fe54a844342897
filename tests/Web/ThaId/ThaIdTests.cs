using System.Buffers.Text;
using System.Text;
using System.Web;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web.ThaId;

/// <summary>
/// Identity proved by an OpenID provider (B-02): the way there and back, every token that must be refused, and where the citizen
/// id
/// must not be found (T95, T96, T101, T102).
/// </summary>
public sealed class ThaIdTests
{
    const string Officer = "town-officer";

    TestProvider provider = null!;
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        provider = await TestProvider.StartAsync();
        host = await TestHost.StartAsync("Development", [.. provider.Settings, "--ThaId:LeastLevel=2.1"]);
        provider.Know(host.Clock);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        await provider.DisposeAsync();
    }

    [TestCase("RS256", "key-1")]
    [TestCase("ES256", "key-2")]
    public async Task B02_T96_TheOfficerProvesIdentity_AndTheNumberStandsNowhereInClear(string algorithm, string key)
    {
        (provider.Algorithm, provider.KeyId) = (algorithm, key);
        var (visitor, task) = await AskedAsync();
        var page = await visitor.GetAsync($"/tasks/{task.Id}");
        Assert.That(page.Html, Does.Contain($"/tasks/{task.Id}/thaid/start").And.Not.Contain("จำลอง"));
        var back = await TestProvider.ProveAsync(await StartedAsync(visitor, task));
        var said = await visitor.FollowAsync(await visitor.GetAsync(back));

        Assert.That(said.Text, Does.Contain("ยืนยันตัวตนแล้ว"));
        Assert.That(provider.Complaints, Is.Empty);
        Assert.That(await StageAsync(task), Is.EqualTo(RequestStage.WithAdmin));
        Assert.That(await host.Database.FirstAsync<string>("select masked from citizen_ids where person_id = @Officer",
            new { Officer }),
            Is.EqualTo("x-xxxx-xxxxx-19-7"));
        Assert.That(await host.Database.FirstAsync<string>("select method || ' ' || level from identity_proofs"),
            Is.EqualTo("ThaID 2.3"));
        Assert.That(host.Get<CitizenIds>().HashOf(Id(provider.Pid)),
            Is.EqualTo(await host.Database.FirstAsync<string>("select hash from citizen_ids")));
        await host.DispatchAsync();
        Assert.That(await PlacesOfAsync(provider.Pid), Is.Empty);
    }

    static readonly TestCaseData[] BadTokens =
    [
        Bad("a signature of another key", provider => provider.SignsWithAnother = true),
        Bad("no signature", provider => provider.Algorithm = "none"),
        Bad("a signature by the client's secret", provider => (provider.Algorithm, provider.KeyId) = ("HS256", "key-3")),
        Bad("a key nobody published", provider => provider.KeyId = "key-9"),
        Bad("the other key's id", provider => provider.KeyId = "key-2"),
        Bad("another issuer", provider => provider.Claims = claims => claims["iss"] = "https://elsewhere.example"),
        Bad("another audience", provider => provider.Claims = claims => claims["aud"] = "another"),
        Bad("two audiences and no party", provider => provider.Claims = claims => claims["aud"] = new[] { TestProvider.Client,
            "another" }),
        Bad("another party", provider => provider.Claims = claims => claims["azp"] = "another"),
        Bad("no audience", provider => provider.Claims = claims => claims.Remove("aud")),
        Bad("expired", provider => provider.Claims = claims => claims["exp"] = Shifted(provider, -61)),
        Bad("never expiring", provider => provider.Claims = claims => claims.Remove("exp")),
        Bad("issued tomorrow", provider => provider.Claims = claims => claims["iat"] = Shifted(provider, 86_400)),
        Bad("issued long ago", provider => provider.Claims = claims => claims["iat"] = Shifted(provider, -3_600)),
        Bad("not valid yet", provider => provider.Claims = claims => claims["nbf"] = Shifted(provider, 600)),
        Bad("another nonce", provider => provider.Claims = claims => claims["nonce"] = "another"),
        Bad("no nonce", provider => provider.Claims = claims => claims.Remove("nonce")),
        Bad("no pid", provider => provider.Claims = claims => claims.Remove("pid")),
        Bad("a pid with a wrong check digit", provider => provider.Pid = "0000000079198"),
        Bad("a level too low", provider => provider.Claims = claims => claims["ial"] = "1.3"),
        Bad("no level", provider => provider.Claims = claims => claims.Remove("ial")),
        Bad("claims changed after signing", provider => provider.Token = token => Changed(token)),
        Bad("no token", provider => provider.Token = _ => ""),
        Bad("no JSON inside", provider => provider.Token = token => "e30." + "%%%" + "." + token.Split('.')[2]),
    ];

    [TestCaseSource(nameof(BadTokens))]
    public async Task B02_ATokenWith_ProvesNothing(Action<TestProvider> goesBad)
    {
        goesBad(provider);
        var (visitor, task) = await AskedAsync();
        var said = await visitor.FollowAsync(await visitor.GetAsync(await TestProvider.ProveAsync(await StartedAsync(visitor,
            task))));
        Assert.That(said.Text, Does.Contain("ยืนยันตัวตนด้วย ThaID ไม่สำเร็จ"));
        Assert.That(await StageAsync(task), Is.EqualTo(RequestStage.WaitingProof));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from citizen_ids"), Is.Zero);
        Assert.That(await PlacesOfAsync(provider.Pid), Is.Empty);
    }

    [Test]
    public async Task B02_TheReturn_CountsOnce_ForWhoBeganIt_WithItsOwnState_InItsTime()
    {
        var (visitor, task) = await AskedAsync();
        var back = await TestProvider.ProveAsync(await StartedAsync(visitor, task));
        using var other = await host.SignInAsync("town-admin");
        using var nobody = host.NewVisitor();
        Assert.That((await nobody.GetAsync(back)).Location, Does.Contain("/sign-in"));
        Assert.That((await other.FollowAsync(await other.GetAsync(back))).Text, Does.Contain("เริ่มจากที่อื่น"));

        var query = HttpUtility.ParseQueryString(back.Split('?')[1]);
        var forged = await visitor.GetAsync($"/thaid/callback?code={query["code"]}&state={new string('x', 43)}");
        Assert.That((await visitor.FollowAsync(forged)).Text, Does.Contain("ไม่สำเร็จ"));
        Assert.That((await visitor.FollowAsync(await visitor.GetAsync(back))).Text, Does.Contain("หมดเวลา"),
            "its state is used up");

        back = await TestProvider.ProveAsync(await StartedAsync(visitor, task));
        host.Clock.SetTo(host.Clock.GetUtcNow().AddMinutes(11));
        Assert.That((await visitor.FollowAsync(await visitor.GetAsync(back))).Text, Does.Contain("หมดเวลา"));
        Assert.That(await StageAsync(task), Is.EqualTo(RequestStage.WaitingProof));
    }

    [Test]
    public async Task B02_CancelledThere_TheTaskIsStillOpen()
    {
        var (visitor, task) = await AskedAsync();
        var state = HttpUtility.ParseQueryString(new Uri(await StartedAsync(visitor, task)).Query)["state"];
        var said = await visitor.FollowAsync(await visitor.GetAsync($"/thaid/callback?error=access_denied&state={state}"));
        Assert.That(said.Text, Does.Contain("ไม่สำเร็จ หรือยกเลิกไปก่อน").And.Contain("ยืนยันด้วย ThaID"));
    }

    [Test]
    public async Task T101_WhileThaIdIsDown_OtherWorkGoesOn_AndWhoWasHeldUpIsOnRecord()
    {
        provider.IsDown = true;
        var (visitor, task) = await AskedAsync();
        var said = await visitor.FollowAsync(await visitor.GetAsync($"/tasks/{task.Id}/thaid/start"));
        Assert.That(said.Text, Does.Contain("ติดต่อ ThaID ไม่ได้").And.Contain("งานอื่นทำต่อได้"));
        Assert.That(await host.Database.QueryAsync<string>(
            "select by_person from audit where action = 'thaid-down' and subject_id = @Id", new { task.Id }),
            Is.EqualTo(new[] { Officer }));
        Assert.That((await visitor.GetAsync("/requests")).Status, Is.EqualTo(200));

        provider.IsDown = false;
        await visitor.GetAsync(await TestProvider.ProveAsync(await StartedAsync(visitor, task)));
        Assert.That(await StageAsync(task), Is.EqualTo(RequestStage.WithAdmin));
    }

    [Test]
    public async Task T102_AnotherNameThanTheRosters_IsShownToWhoDecides_AndRefusesNothing()
    {
        provider.Name = "นางสุภาพร รุ่งเรือง";
        var (visitor, task) = await AskedAsync();
        await visitor.GetAsync(await TestProvider.ProveAsync(await StartedAsync(visitor, task)));
        using var admin = await host.SignInAsync("town-admin");
        var page = await admin.GetAsync($"/tasks/{await OpenTaskAsync(task.RequestId!)}");
        Assert.That(page.Text, Does.Contain("ชื่อจาก ThaID ไม่ตรงกับทะเบียน").And.Contain("นางสุภาพร รุ่งเรือง")
            .And.Contain("1. บัญชี SSO").And.Contain("2. สิทธิเข้าใช้ e-Plan"));
    }

    [Test]
    public async Task T102_AnotherCitizenIdThanBefore_IsRefused()
    {
        await host.Database.WriteAsync(transaction =>
        {
            CitizenIds.Store(transaction, Officer, host.Get<CitizenIds>().Seal(Id("0000000158381")), ProveIdentity.ThaId,
                host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        var (visitor, task) = await AskedAsync();
        var said = await visitor.FollowAsync(await visitor.GetAsync(await TestProvider.ProveAsync(await StartedAsync(visitor,
            task))));
        Assert.That(said.Text, Does.Contain("ไม่ตรงกับที่เคยยืนยันไว้"));
        Assert.That(await StageAsync(task), Is.EqualTo(RequestStage.WaitingProof));
    }

    static long Shifted(TestProvider provider, int seconds) => provider.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;

    static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("0000000079197", "0000000158381",
            StringComparison.Ordinal);
        return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{parts[2]}";
    }

    static TestCaseData Bad(string what, Action<TestProvider> goesBad) => new TestCaseData(goesBad).SetArgDisplayNames(what);

    static CitizenId Id(string number) => CitizenId.TryParse(number, out var id) ? id! : throw new AssertionException(number);

    async Task<(Visitor Visitor, WorkTask Task)> AskedAsync()
    {
        var actor = (await Actor.FindAsync(host.Database, Officer, host.Clock.GetUtcNow()))!;
        var filed = await host.Get<Filing>().FileAsync(
            new RequestForm(Guid.NewGuid().ToString(), "e-Plan", RequestKind.Account, DemoData.Town, Officer, null, ""), actor);
        var task = await host.Database.FirstAsync<WorkTask>("select * from tasks where request_id = @RequestId",
            new { filed.RequestId });
        return (await host.SignInAsync(Officer), task!);
    }

    async Task<string> StartedAsync(Visitor visitor, WorkTask task)
    {
        var answer = await visitor.GetAsync($"/tasks/{task.Id}/thaid/start");
        Assert.That((answer.Status, answer.Location), Is.EqualTo((302, answer.Location)));
        Assert.That(answer.Location, Does.StartWith(provider.Issuer + "/authorize?"));
        return answer.Location!;
    }

    async Task<string?> StageAsync(WorkTask task) =>
        await host.Database.FirstAsync<string>("select stage from requests where id = @RequestId", new { task.RequestId });

    async Task<string?> OpenTaskAsync(string request) =>
        await host.Database.FirstAsync<string>("select id from tasks where request_id = @request and closed_at is null",
            new { request });

    // Every column of every table, and every file the host wrote beside its store.
    async Task<IReadOnlyList<string>> PlacesOfAsync(string number)
    {
        var found = new List<string>();
        foreach (var table in await host.Database.QueryAsync<string>(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"))
            foreach (var column in await host.Database.QueryAsync<string>("select name from pragma_table_info(@table)",
                new { table }))
                if (await host.Database.FirstAsync<long>(
                    $"select count(*) from \"{table}\" where cast(\"{column}\" as text) like '%{number}%'") > 0)
                    found.Add($"{table}.{column}");
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(host.MailFolder)!, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".eml", StringComparison.Ordinal)))
            if ((await ReadAsync(file)).Contains(number, StringComparison.Ordinal))
                found.Add(file);
        return found;
    }

    static async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
