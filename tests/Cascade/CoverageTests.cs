using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Cascade;

/// <summary>Whom a circular covers: said once, in the first step of its definition.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class CoverageTests(Func<TestDatabase> open)
{
    static readonly ActivityCatalog Catalog = AllActivities.Catalog(
        new Tools(new OfficeCalendar(), Repository.MailTemplates, "http://localhost"));

    [Test]
    public async Task AnInstanceGoesOnWhereTheTypeIsCovered_AndEndsByItsOwnOutcomeElsewhere()
    {
        await using var world = await World.OnAsync(open);
        await world.Definitions.PublishAsync([PerOrganisation.Tiny("tiny", "C", "tambon_municipality", "tao")]);

        Assert.That(await PathOfAsync(world, DemoData.Tambon), Does.Contain("inside").And.Not.Contain("outside"));
        Assert.That(await PathOfAsync(world, DemoData.City), Does.Contain("outside").And.Not.Contain("inside"));
    }

    [Test]
    public async Task T41_TheTypeOfTheDayDecides()
    {
        await using var world = await World.OnAsync(open);
        await world.Definitions.PublishAsync([PerOrganisation.Tiny("tiny", "C", "tambon_municipality")]);
        var today = ThaiDate.BangkokDate(world.Clock.GetUtcNow());
        await world.Database.WriteAsync(async transaction =>
        {
            await transaction.ExecuteAsync("update organisation_types set valid_to = @today where organisation_code = @Tambon",
                new { today, DemoData.Tambon });
            await transaction.ExecuteAsync(
                """
                insert into organisation_types (organisation_code, type, valid_from) values (@Tambon, 'town_municipality', @today)
                """, new { today, DemoData.Tambon });
        });
        Assert.That(await PathOfAsync(world, DemoData.Tambon), Does.Contain("outside"));
    }

    [Test]
    public void ThePublishedDefinition_SaysWhomToStart()
    {
        var values = Coverage.Values.Of(DefinitionReader.Read(PerOrganisation.Tiny("tiny", "C", "pao", "tao"), Catalog))!;
        Assert.That(values.Circular, Is.EqualTo("C"));
        Assert.That(values.CoveredTypes, Is.EqualTo(Names("pao", "tao")));
    }

    [Test]
    public void ADefinitionThatCannotWork_IsRefusedWithWhatIsWrong()
    {
        var unknown = Assert.Throws<DefinitionException>(
            () => DefinitionReader.Read(PerOrganisation.Tiny("tiny", "C", "tambon"), Catalog));
        Assert.That(unknown!.Message, Does.Contain("there is no type of organisation 'tambon'"));

        var none = Assert.Throws<DefinitionException>(
            () => DefinitionReader.Read(PerOrganisation.Tiny("tiny", "C"), Catalog));
        Assert.That(none!.Message, Does.Contain("names no type of organisation"));

        var bare = PerOrganisation.Tiny("tiny", "C", "pao")
            .Replace("\"organisationCode\"", "\"organisation\"", StringComparison.Ordinal);
        var undeclared = Assert.Throws<DefinitionException>(() => DefinitionReader.Read(bare, Catalog));
        Assert.That(undeclared!.Message, Does.Contain("must declare the input 'organisationCode'"));
    }

    static async Task<IReadOnlyList<string>> PathOfAsync(World world, string organisation)
    {
        var started = await world.Runtime.StartAsync(PerOrganisation.Start("tiny", "C", organisation));
        return await world.Database.QueryAsync<string>(
            "select node_id from journal where instance_id = @InstanceId", new { started.InstanceId }) is { } nodes
            ? [.. nodes.Select(node => node.Split(':', '/')[^1])]
            : [];
    }
}
