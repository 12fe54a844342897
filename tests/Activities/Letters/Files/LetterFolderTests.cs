using System.Security.Cryptography;
using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

public class LetterFolderTests
{
    static readonly DateTimeOffset Noon = new(2023, 11, 6, 12, 0, 0, TimeSpan.FromHours(7));

    string root = "";
    LetterFolder folder = new(".", TimeProvider.System);

    [SetUp]
    public void MakeFolder()
    {
        root = Path.Combine(Directory.CreateTempSubdirectory("letters-").FullName, "kept");
        folder = new LetterFolder(root, new StandingClock(Noon));
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);

    [Test]
    public async Task SavedLetter_LiesUnderItsHashAndReadsBack()
    {
        var content = Content(300_000);
        var stored = await folder.SaveAsync(new MemoryStream(content), LetterLimits.Default);
        Assert.That(stored, Is.EqualTo(new StoredFile(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length)));
        Assert.That(Files(), Is.EqualTo(new[] { Path.Combine(root, stored.Sha256[..2], stored.Sha256[2..4], stored.Sha256) }));
        Assert.That(folder.Exists(stored.Sha256));
        await using var read = folder.OpenRead(stored.Sha256);
        Assert.That(await SHA256.HashDataAsync(read), Is.EqualTo(SHA256.HashData(content)));
    }

    [Test]
    public async Task SameContentSavedManyTimesAtOnce_IsKeptOnce()
    {
        var content = Content(500_000);
        var saves = Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => folder.SaveAsync(new MemoryStream(content), LetterLimits.Default)));
        var stored = await Task.WhenAll(saves);
        Assert.That(stored.Distinct().Count(), Is.EqualTo(1));
        Assert.That(Files(), Has.Length.EqualTo(1));
        Assert.That(await folder.VerifyAsync(stored[0].Sha256), Is.EqualTo(StoredFileState.Intact));
    }

    [Test]
    public async Task T60_LimitIsInclusive_AndOneByteMoreLeavesNothing()
    {
        var limits = new LetterLimits { MaxBytes = 200_000 };
        var stored = await folder.SaveAsync(new MemoryStream(Content(200_000)), limits);
        using var large = new MeteredStream(new MemoryStream(Content(5_000_000)), canSeek: false);
        var refused = Assert.ThrowsAsync<LetterFolderException>(() => folder.SaveAsync(large, limits));
        Assert.That(refused!.Code, Is.EqualTo(LetterFolderException.TooLarge));
        Assert.That(large.BytesRead, Is.LessThan(500_000));
        Assert.That(Files().Select(Path.GetFileName), Is.EqualTo(new[] { stored.Sha256 }));
    }

    [Test]
    public void BrokenLine_LeavesNothing()
    {
        var content = new MeteredStream(new MemoryStream(Content(500_000)), canSeek: false, failsAfter: 300_000);
        Assert.ThrowsAsync<IOException>(() => folder.SaveAsync(content, LetterLimits.Default));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void CancelledSave_LeavesNothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        Assert.CatchAsync<OperationCanceledException>(
            () => folder.SaveAsync(new MemoryStream(Content(10)), LetterLimits.Default, cancelled));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void DiskThatDoesNotTakeTheFile_IsToldClearlyAndNothingIsLeft()
    {
        // A plain file where the subfolder should be: the disk refuses just before the letter would be in its place.
        var content = Content(1000);
        var inTheWay = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(content))[..2]);
        Directory.CreateDirectory(root);
        File.WriteAllText(inTheWay, "");
        var failed = Assert.ThrowsAsync<LetterFolderException>(
            () => folder.SaveAsync(new MemoryStream(content), LetterLimits.Default));
        Assert.That(failed!.Code, Is.EqualTo(LetterFolderException.Disk));
        Assert.That(failed.Message, Does.Contain("ผู้ดูแลระบบ").And.Contain("administrator"));
        Assert.That(failed.InnerException, Is.InstanceOf<IOException>());
        Assert.That(Files(), Is.EqualTo(new[] { inTheWay }));
    }

    [Test]
    public async Task ChangedLetter_IsFoundAndMendedBySavingItAgain()
    {
        var content = Content(1000);
        var stored = await folder.SaveAsync(new MemoryStream(content), LetterLimits.Default);
        await File.WriteAllBytesAsync(Files()[0], Content(999));
        Assert.That(await folder.VerifyAsync(stored.Sha256), Is.EqualTo(StoredFileState.Changed));
        await folder.SaveAsync(new MemoryStream(content), LetterLimits.Default);
        Assert.That(await folder.VerifyAsync(stored.Sha256), Is.EqualTo(StoredFileState.Intact));
    }

    [Test]
    public async Task MissingLetter_IsToldAsMissing()
    {
        var unknown = new string('a', 64);
        Assert.That(folder.Exists(unknown), Is.False);
        Assert.That(await folder.VerifyAsync(unknown), Is.EqualTo(StoredFileState.Missing));
        Assert.That(
            Assert.Throws<LetterFolderException>(() => folder.OpenRead(unknown))!.Code,
            Is.EqualTo(LetterFolderException.Missing));
    }

    [TestCase("")]
    [TestCase("../../../../etc/passwd")]
    [TestCase("abc")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("../aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    public void NameThatIsNoHash_NeverBecomesAPath(string name)
    {
        Assert.Throws<ArgumentException>(() => folder.Exists(name));
        Assert.Throws<ArgumentException>(() => folder.OpenRead(name));
        Assert.ThrowsAsync<ArgumentException>(() => folder.VerifyAsync(name));
    }

    [Test]
    public async Task Leftovers_OfACrashAreRemoved_ButNotWritesUnderWayNorLetters()
    {
        await folder.SaveAsync(new MemoryStream(Content(10)), LetterLimits.Default);
        var old = Leftover("1", Noon.AddHours(-2));
        var young = Leftover("2", Noon.AddMinutes(-5));
        Assert.That(folder.RemoveLeftovers(TimeSpan.FromHours(1)), Is.EqualTo(1));
        Assert.That(File.Exists(old), Is.False);
        Assert.That(File.Exists(young));
        Assert.That(Files(), Has.Length.EqualTo(2));
    }

    [Test]
    public void FolderNeverUsed_HasNoLeftovers() => Assert.That(folder.RemoveLeftovers(TimeSpan.Zero), Is.Zero);

    string Leftover(string name, DateTimeOffset written)
    {
        var path = Path.Combine(root, ".incoming-" + name);
        File.WriteAllText(path, "half a letter");
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);
        return path;
    }

    string[] Files() => Directory.Exists(root) ? Directory.GetFiles(root, "*", SearchOption.AllDirectories) : [];

    static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
    }
}
