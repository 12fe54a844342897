using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>The dates of the shipped circulars as data, and whose date concerns whom.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CircularDatesTests(Func<TestDatabase> open)
{
    const string Yasothon = "135";
    const string UnitOfYasothon = "2350101";
    World world = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        world = await World.OnAsync(open);
        world.BooksMustBalance = false;
        var row = new OrganisationRow(UnitOfYasothon, "องค์การบริหารส่วนจังหวัดยโสธร", null, null, OrganisationType.Pao,
            "35", "3501", null, null, null, null);
        var placed = OrganisationParents.Find(
            [row], await world.Database.QueryAsync<Organisation>("select * from organisations"));
        await OrganisationTree.StoreAsync(world.Database, placed.Rows, new DateOnly(2024, 1, 1));
    }

    [OneTimeTearDown]
    public ValueTask CloseAsync() => world.DisposeAsync();

    [TestCase("C-12", "2024-07-31T23:59:59+07:00")]
    [TestCase("C-03", "2024-06-30T23:59:59+07:00")]
    [TestCase("C-02", "2024-10-01T00:00:00+07:00")]
    public async Task ADayWithoutATime_EndsOrBeginsWithTheDayInBangkok(string key, DateTimeOffset at)
    {
        var stated = await OfAsync("C", key, DemoData.Tambon);
        Assert.That(stated, Is.EqualTo(new StatedDates(at, at, "DLA")));
    }

    [TestCase("E-07:starts", "2022-06-22T00:00:00+07:00")]
    [TestCase("E-07:ends", "2022-07-20T23:59:59+07:00")]
    [TestCase("E-06:starts", "2022-06-22T09:00:00+07:00")]
    public async Task ARuleWithSeveralDates_HasAKeyForEach(string key, DateTimeOffset at) =>
        Assert.That((await OfAsync("E", key, DemoData.Province))!.EnforcedAt, Is.EqualTo(at));

    [Test]
    public async Task B06_TheClosingBeginsWithItsDay() => Assert.That(
        (await OfAsync("B", "B-06", DemoData.Tambon))!.EnforcedAt, Is.EqualTo(ThaiDate.StartOfDay(new(2023, 9, 30))));

    [Test]
    public async Task C12_C13_TheProvincesEarlierDate_IsShownToItsOwnUnits_AndTheCentresIsEnforced()
    {
        var own = await OfAsync("C", "C-12", UnitOfYasothon);
        var other = await OfAsync("C", "C-12", DemoData.Tambon);
        Assert.That(own, Is.EqualTo(new StatedDates(
            ThaiDate.EndOfDay(new(2024, 7, 31)), ThaiDate.EndOfDay(new(2024, 7, 26)), Yasothon)));
        Assert.That(other!.ShownAt, Is.EqualTo(ThaiDate.EndOfDay(new(2024, 7, 31))));
    }

    [Test]
    public async Task ADateThatNobodyStatedForAnOrganisation_IsNone()
    {
        Assert.That(await OfAsync("D", "D-01", DemoData.Tambon), Is.Null);
        Assert.That(await OfAsync("C", "C-13", DemoData.Tambon), Is.Null);
        Assert.That((await OfAsync("C", "C-13", UnitOfYasothon))!.EnforcedAt, Is.EqualTo(ThaiDate.EndOfDay(new(2024, 7, 26))));
    }

    [Test]
    public void AnUnknownOrganisation_IsNamed() => Assert.That(
        () => OfAsync("C", "C-12", "nowhere"), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("nowhere"));

    [Test]
    public async Task EveryStart_LoadsTheDatesAnew_ButNeverOverWhatPeopleStated()
    {
        var before = await CircularDates.AllAsync(world.Database, "A");
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update circular_dates set at = @at, by_person = 'director' where circular_id = 'A' and key = 'A-09'",
            new { at = ThaiDate.StartOfDay(new(2023, 11, 20)) }));
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update circular_dates set what_en = 'spoilt' where circular_id = 'A' and key = 'A-10'", new { }));

        await ShippedFacts.LoadAsync(world.Database, world.Clock);

        var after = await CircularDates.AllAsync(world.Database, "A");
        Assert.That(after.Select(date => (date.Id, date.Key)), Is.EqualTo(before.Select(date => (date.Id, date.Key))));
        Assert.That(after.Single(date => date.Key == "A-09").At, Is.EqualTo(ThaiDate.StartOfDay(new(2023, 11, 20))));
        Assert.That(after.Single(date => date.Key == "A-10").WhatEn, Is.EqualTo("Paper requests end"));
    }

    Task<StatedDates?> OfAsync(string circular, string key, string organisation) =>
        world.Database.WriteAsync(transaction => CircularDates.OfAsync(transaction, circular, key, organisation));
}
