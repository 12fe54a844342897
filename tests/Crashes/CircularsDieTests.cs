using WorkflowHost.Tests.Crashes.Stories;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// Every circular, and the sending of one, with hosts that die before and after each of its commits. People repeat what they got
/// no answer for; in the end it all has happened once.
/// </summary>
[TestFixtureSource(nameof(Stores))]
sealed class CircularsDieTests(Func<Func<Death?>, TestDatabase> open, int alone)
{
    // A copy of a PostgreSQL database costs more than one of a file.
    static readonly TestFixtureData[] Stores =
    [
        new TestFixtureData((Func<Func<Death?>, TestDatabase>)DyingStores.Sqlite, 4).SetArgDisplayNames("SQLite"),
        new TestFixtureData((Func<Func<Death?>, TestDatabase>)DyingStores.Postgres, 16).SetArgDisplayNames("PostgreSQL"),
    ];

    [Test]
    public Task A06_T33_AReplacementWithALeaver_AndTheYearlyReview() => SurvivesAsync(() => new ReplacementStory(), 12);

    [Test]
    public Task B06_T13_AnAccountThroughTheOutage() => SurvivesAsync(() => new SignOnStory(), 8);

    [Test]
    public Task C03_C12_C15_FromTheListToTheClaim() => SurvivesAsync(() => new OnboardingStory(), 25);

    [Test]
    public Task D01_D08_D12_DutiesTrainingAndSilence() => SurvivesAsync(() => new DutyStory(), 15);

    [Test]
    public Task E03_E09_FromTheRosterToGoLive() => SurvivesAsync(() => new RolloutStory(), 30);

    [Test]
    public Task B10_ASendingDownTheTree() => SurvivesAsync(() => new CascadeStory(), 15);

    async Task SurvivesAsync(Func<LifeStory> story, int least) => Assert.That(
        await new DyingLives(open, story).SurviveAsync(alone), Is.GreaterThanOrEqualTo(least),
        "every answer is a commit of its own, and what the clock does together one more");
}
