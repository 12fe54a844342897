using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>The register of circulars: one letter is one entry, whatever it is cited as.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CircularRegisterTests(Func<TestDatabase> open)
{
    static readonly DateOnly Deadline = new(2026, 3, 13);
    CascadeWorld world = null!;
    Actor sender = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        world = await CascadeWorld.OnAsync(open);
        sender = await world.World.ActorAsync("dla-reviewer");
    }

    [OneTimeTearDown]
    public ValueTask CloseAsync() => world.DisposeAsync();

    [TestCase("มท ๐๘๑๐.๘/ว ๔๕๕๐", "มท 0810.8", true, "4550")]
    [TestCase("นร๐๗๒๑/ว๙", "นร 0721", true, "9")]
    [TestCase("นร ๐๓๒๑/๗๐๗", "นร 0321", false, "707")]
    [TestCase("มท 0810.8 / ว 007", "มท 0810.8", true, "7")]
    public void ANumberIsReadAsItStandsInTheHead(string text, string agency, bool circular, string number) => Assert.That(
        LetterIdentity.Read(text, new(2023, 11, 2)), Is.EqualTo(new LetterIdentity(agency, circular, number, 2023)));

    [TestCase("")]
    [TestCase("ว ๔๕๕๐")]
    [TestCase("มท ๐๘๑๐.๘/ว")]
    [TestCase("มท ๐๘๑๐.๘/ว ถ๑๕๕๓")]
    public void WhatIsNoNumber_IsNone(string text) => Assert.That(LetterIdentity.Read(text, null), Is.Null);

    [Test]
    public async Task TheShippedLetters_StandInItWithTheirState()
    {
        var states = (await CircularLetter.OfAsync(world.Database, "A")).ToDictionary(letter => letter.Letter, letter =>
            letter.State);
        Assert.That(states["A1"], Is.EqualTo(CircularLetter.Unknown), "it bears no date");
        Assert.That(states["A3"], Is.EqualTo(CircularLetter.Confirmed));
        Assert.That((await CircularLetter.OfAsync(world.Database, "B")).Single(letter => letter.Letter == "B2").State,
            Is.EqualTo(CircularLetter.Conflicting), "ว ๓๙๔๗ and วถ๑๕๕๓");
    }

    [Test]
    public async Task ALetterIsRegisteredOnce_InThaiOrArabicDigits_ButAgainNextYear()
    {
        var id = await world.RegisterAsync(Deadline, "มท ๐๘๐๘.๒/ว ๔๔");
        Assert.That(id, Is.EqualTo("DLA-2569-44"));
        Assert.That(Refusal(() => world.RegisterAsync(Deadline, "มท0808.2/ว44")).English, Does.Contain(id));
        var next = world.Form(new(2027, 3, 1), "มท ๐๘๐๘.๒/ว ๔๔") with { Date = new(2027, 1, 5) };
        Assert.That(await world.Register.RegisterAsync(next, sender), Is.EqualTo("DLA-2570-44"));
        var undated = world.Form(Deadline, "มท ๐๘๐๘.๒/ว ๔๔") with { Date = null };
        Assert.That(await world.Register.RegisterAsync(undated, sender), Is.EqualTo("DLA-0-44"));
        Assert.That((await CircularLetter.OfAsync(world.Database, "DLA-0-44")).Single().State,
            Is.EqualTo(CircularLetter.Unknown));
    }

    [Test]
    public async Task ItsDatesAreData_LikeThoseOfTheShippedOnes()
    {
        var id = await world.RegisterAsync(Deadline, "มท ๐๘๐๘.๒/ว ๔๕");
        var date = (await CircularDates.AllAsync(world.Database, id)).Single();
        Assert.That((date.Key, date.StatedBy, date.At), Is.EqualTo(($"{id}-01", "DLA", ThaiDate.EndOfDay(Deadline))));
    }

    [Test]
    public async Task WhatIsMissingOrContradictsItself_IsRefusedByItsField()
    {
        var stranger = await world.World.ActorAsync("director");
        var form = world.Form(Deadline, "มท ๐๘๐๘.๒/ว ๔๖");
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(() => world.Register.RegisterAsync(form, stranger)).Code, Is.EqualTo("not-the-agencys"));
            Assert.That(Code(form with { Number = "ว ๑๒" }), Is.EqualTo("number"));
            Assert.That(Code(form with { TitleTh = " " }), Is.EqualTo("title-th"));
            Assert.That(Code(form with { Speed = "fast" }), Is.EqualTo("speed"));
            Assert.That(Code(form with { Speed = SpeedClass.Within }), Is.EqualTo("speed-until"));
            Assert.That(Code(form with { SpeedUntil = world.Clock.GetUtcNow() }), Is.EqualTo("speed-until"));
            Assert.That(Code(form with { Clauses = [] }), Is.EqualTo("clauses"));
            Assert.That(Code(form with { Deadlines = [new(2, Deadline, null, "deadline", "", "")] }), Is.EqualTo("deadlines"));
            Assert.That(Code(form with { Deadlines = [new(1, new(2026, 1, 1), null, "deadline", "", "")] }),
                Is.EqualTo("deadlines"));
        });
    }

    [Test]
    public async Task TwoReadingsOfOneLetter_AreLinkedAndUnlinked()
    {
        await world.RegisterAsync(Deadline, "มท ๐๘๐๘.๒/ว ๕๐");
        await world.RegisterAsync(Deadline, "มท ๐๘๐๘.๒/ว ๕๖");
        var (right, wrong) = ((await CircularLetter.OfAsync(world.Database, "DLA-2569-50")).Single(),
            (await CircularLetter.OfAsync(world.Database, "DLA-2569-56")).Single());
        await world.Register.LinkAsync(wrong.Id, right.Id, sender);
        Assert.That((await CircularLetter.OfAsync(world.Database, "DLA-2569-56")).Single().SameAs, Is.EqualTo(right.Id));
        Assert.That(Refusal(() => world.Register.LinkAsync(right.Id, wrong.Id, sender)).Code, Is.EqualTo("no-such-letter"),
            "no chain");
        await world.Register.LinkAsync(wrong.Id, null, sender);
        Assert.That((await CircularLetter.OfAsync(world.Database, "DLA-2569-56")).Single().SameAs, Is.Null);
    }

    string Code(CircularForm form) => Refusal(() => world.Register.RegisterAsync(form, sender)).Code;

    static RefusedException Refusal(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!;
}
