using System.Security.Cryptography;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Activities.People;

/// <summary>The vault of citizen ids (T95, T96). The numbers have 0000 as registration office and belong to nobody.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CitizenIdsTests(Func<TestDatabase> open)
{
    const string Number = "0000000079197";
    const string Reason = "ตรวจสอบตัวตนตามหนังสือร้องเรียน";

    static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    [Test]
    public async Task T95_TheSameNumber_HasTheSameHash_AndAnotherSealEachTime()
    {
        await using var world = await World.OnAsync(open);
        var (one, again, other) = (Vault(world).Seal(Id()), Vault(world).Seal(Id()), Vault(world).Seal(Id("0000000158381")));
        Assert.That((one.Hash, one.Masked), Is.EqualTo((again.Hash, "x-xxxx-xxxxx-19-7")));
        Assert.That(one.Sealed, Is.Not.EqualTo(again.Sealed));
        Assert.That(other.Hash, Is.Not.EqualTo(one.Hash));
        Assert.That(one.ToString() + again, Does.Not.Contain(Number));
        Assert.That(Vault(world, RandomNumberGenerator.GetBytes(32)).HashOf(Id()), Is.Not.EqualTo(one.Hash), "it is keyed");
    }

    [Test]
    public async Task T95_WhoMaySeeIt_SeesItForAReason_AndThatIsLogged()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("coordinator", DemoData.Province, Role.IdReader);
        var id = Vault(world).Seal(Id());
        var shown = await Vault(world).RevealAsync(id.Sealed, "person", "officer", DemoData.Tambon, Reason,
            await world.ActorAsync("coordinator"));
        Assert.That(shown.Reveal(), Is.EqualTo(Number));
        Assert.That(await world.Database.QueryAsync<string>(
            "select by_person || ' ' || subject_id || ' ' || detail from audit where action = 'citizen-id-revealed'"),
            Is.EqualTo(new[] { $"coordinator officer {Reason}" }));
    }

    [TestCase("officer", Reason, "not-id-reader", Description = "not even one's own")]
    [TestCase("operator", Reason, "not-id-reader")]
    [TestCase("clerk", Reason, "not-id-reader", Description = "the role, but of another organisation")]
    [TestCase("city-clerk", "", "reason-needed")]
    [TestCase("city-clerk", "ทดสอบ", "reason-needed")]
    [TestCase("city-clerk", "เลข ๐-๐๐๐๐-๐๐๐๗๙-๑๙-๗ ผิดหรือไม่", "id-in-reason")]
    public async Task T95_OthersAndOtherReasons_SeeNothing(string by, string reason, string code)
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("clerk", DemoData.Tambon, Role.IdReader);
        await world.BecomesAsync("city-clerk", DemoData.City, Role.IdReader);
        var id = Vault(world).Seal(Id());
        var actor = await world.ActorAsync(by);
        Assert.That(Assert.ThrowsAsync<RefusedException>(
            () => Vault(world).RevealAsync(id.Sealed, "person", "x", DemoData.City, reason, actor))!.Code, Is.EqualTo(code));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'citizen-id-revealed'"),
            Is.Zero);
    }

    [Test]
    public async Task WithAnotherKey_TheMessageNamesBoth_AndNothingElse()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("city-clerk", DemoData.City, Role.IdReader);
        var id = Vault(world).Seal(Id());
        await world.Database.WriteAsync(transaction =>
        {
            CitizenIds.Store(transaction, "officer", id, "ThaID", world.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        await Vault(world).CheckKeyAsync();
        var other = RandomNumberGenerator.GetBytes(32);
        var (actor, wrong) = (await world.ActorAsync("city-clerk"), Vault(world, other));
        foreach (var deed in (Func<Task>[])[() => wrong.CheckKeyAsync(),
            () => wrong.RevealAsync(id.Sealed, "person", "officer", DemoData.City, Reason, actor)])
            Assert.That(Assert.ThrowsAsync<CitizenIdKeyException>(() => deed())!.Message,
                Does.Contain(new CitizenIdKey(Secret).Name).And.Contain(new CitizenIdKey(other).Name).And.Not.Contain(Number));
    }

    [Test]
    public async Task ASealThatWasChanged_IsNotOpened()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("city-clerk", DemoData.City, Role.IdReader);
        var text = Vault(world).Seal(Id()).Sealed;
        var actor = await world.ActorAsync("city-clerk");
        var changed = text[..^6] + (text[^6] == 'A' ? 'B' : 'A') + text[^5..];
        foreach (var bad in (string[])[changed, text[..30], "", "v1.x.y", text + "=="])
            Assert.ThrowsAsync<CitizenIdKeyException>(() => Vault(world).RevealAsync(bad, "person", "x", DemoData.City, Reason,
                actor), bad);
    }

    [Test]
    public async Task B04_TwoRecordsWithOneCitizenId_AreOnePerson()
    {
        await using var world = await World.OnAsync(open);
        await world.Database.WriteAsync(async transaction =>
        {
            Assert.That(await CitizenIds.IsOneOfAsync(transaction, "officer", "officer2", "clerk"), Is.False);
            CitizenIds.Store(transaction, "officer", Vault(world).Seal(Id()), "ThaID", world.Clock.GetUtcNow());
            CitizenIds.Store(transaction, "officer2", Vault(world).Seal(Id("0000000158381")), "ThaID", world.Clock.GetUtcNow());
            Assert.That(await CitizenIds.IsOneOfAsync(transaction, "officer", "officer2", "clerk"), Is.False);
            CitizenIds.Store(transaction, "officer2", Vault(world).Seal(Id()), "ThaID", world.Clock.GetUtcNow());
            Assert.That(await CitizenIds.IsOneOfAsync(transaction, "officer", "officer2", "clerk"), Is.True);
        });
    }

    [Test]
    public void TheKeysFile_IsMadeInDevelopmentOnly_ForTheOwnerOnly_AndReadAgain()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-test").FullName;
        var path = Path.Combine(folder, "keys", "ids.key");
        Assert.That(Assert.Throws<CitizenIdKeyException>(() => new CitizenIdKeyFile(path).Read())!.Message,
            Does.Contain(path).And.Contain("openssl rand"));
        var made = new CitizenIdKeyFile(path).Read(makeIfMissing: true).Current;
        Assert.That(new CitizenIdKeyFile(path).Read(makeIfMissing: true).Current.Name, Is.EqualTo(made.Name));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        File.WriteAllText(path, "no key");
        Assert.Throws<CitizenIdKeyException>(() => new CitizenIdKeyFile(path).Read(makeIfMissing: true));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task ANewSealingKey_SealsAgainBatchByBatch_TheOldOneOpensUntilDone_AndHashesStay()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("city-clerk", DemoData.City, Role.IdReader);
        var folder = Directory.CreateTempSubdirectory("workflowhost-keys").FullName;
        var file = new CitizenIdKeyFile(Path.Combine(folder, "ids.key"));
        file.Read(makeIfMissing: true);
        CitizenIds Host() => new(world.Database, () => file.Read(), world.Clock);
        var before = Host();
        foreach (var (person, number) in new[] { ("officer", Number), ("officer2", "0000000158381"), ("clerk", "0000000000027") })
            await StoreAsync(world, person, before.Seal(Id(number)));

        var keys = file.AddKey();
        var after = Host();
        await StoreAsync(world, "clerk", after.Seal(Id("0000000000019")));
        Assert.That(after.HashOf(Id()), Is.EqualTo(before.HashOf(Id())), "a number is still found by its hash");
        await after.CheckKeyAsync();
        var resealing = new CitizenIdResealing(world.Database, after);
        Assert.That(await resealing.LeftAsync(), Is.EqualTo(2));
        Assert.That(await resealing.RunAsync(), Is.EqualTo(2));
        Assert.That((await resealing.RunAsync(), await resealing.LeftAsync()), Is.EqualTo((0, 0L)), "a second run finds nothing");
        var sealedId = (await world.Database.FirstAsync<string>("select sealed from citizen_ids where person_id = 'officer'"))!;
        Assert.That(sealedId, Does.Contain(keys.Current.Name));
        Assert.That((await before.RevealAsync(sealedId, "person", "officer", DemoData.City, Reason,
            await world.ActorAsync("city-clerk"))).Reveal(), Is.EqualTo(Number), "a host with the old keys reads the file again");
        file.DropOlder();
        Assert.That(file.Read().Older, Is.Empty);
        await Host().CheckKeyAsync();
        Assert.That(Host().HashOf(Id()), Is.EqualTo(before.HashOf(Id())));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task T95_TheSameFormShowsAnIdOnce_AndOnlyToAReaderOfThatPlace()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("coordinator", DemoData.Province, Role.IdReader);
        await world.BecomesAsync("city-clerk", DemoData.City, Role.IdReader);
        await StoreAsync(world, "officer", Vault(world).Seal(Id()));
        var reveals = new CitizenIdReveals(world.Database, Vault(world), world.Clock);
        var (reader, elsewhere) = (await world.ActorAsync("coordinator"), await world.ActorAsync("city-clerk"));
        Assert.That((await reveals.ShowAsync("form-1", "person", "officer", Reason, reader)).Reveal(), Is.EqualTo(Number));
        foreach (var (form, by, reason, code) in new[]
        {
            ("form-1", reader, Reason, "shown-already"), ("form-2", elsewhere, Reason, "no-such-id"),
            ("form-3", reader, "สั้น", "reason-needed"),
        })
            Assert.That(
                Assert.ThrowsAsync<RefusedException>(() => reveals.ShowAsync(form, "person", "officer", reason, by))!.Code,
                Is.EqualTo(code));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from audit where action = 'citizen-id-revealed'"),
            Is.EqualTo(1));
    }

    static Task StoreAsync(World world, string person, SealedCitizenId id) => world.Database.WriteAsync(transaction =>
    {
        CitizenIds.Store(transaction, person, id, "ThaID", world.Clock.GetUtcNow());
        return Task.CompletedTask;
    });

    static CitizenIds Vault(World world, byte[]? secret = null) =>
        new(world.Database, () => CitizenIdKeys.Of(secret ?? Secret), world.Clock);

    static CitizenId Id(string number = Number) => CitizenId.TryParse(number, out var id) ? id!
        : throw new AssertionException(number);
}
