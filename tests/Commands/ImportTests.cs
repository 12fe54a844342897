using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Commands;

/// <summary><c>import organisations FILE.csv</c>, as typed.</summary>
public sealed class ImportTests
{
    const string Header = "code,name_th,type,province_code,district_code,district_th,parent_code\n";

    string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("workflowhost-import").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task WithoutParents_OrganisationsComeUnderTheirProvinceAndDistrict_WhichAreMade()
    {
        var (code, text) =
            await ImportAsync("5350151,เทศบาลตำบลน้ำใส,tambon_municipality,35,3501,เมืองยโสธร,\n2350101,อบจ.ยโสธร,pao,35,,,\n");
        Assert.That(code, Is.Zero, text);
        var stored = await StoredAsync();
        Assert.That(stored["5350151"].Path, Is.EqualTo("/DLA/135/23501/5350151/"));
        Assert.That(stored["2350101"].Path, Is.EqualTo("/DLA/135/2350101/"));
        Assert.That((stored["23501"].NameTh, stored["135"].Type), Is.EqualTo(("อำเภอเมืองยโสธร", OrganisationType.Province)));
        Assert.That(text, Does.Contain($"Added {stored.Count} and changed 0"));
    }

    [Test]
    public async Task TheSameFileAgain_ChangesNothing_AndAnotherNameChangesOne()
    {
        await ImportAsync("2350101,อบจ.ยโสธร,pao,35,,,\n");
        Assert.That((await ImportAsync("2350101,อบจ.ยโสธร,pao,35,,,\n")).Text, Does.Contain("Added 0 and changed 0"));
        Assert.That(
            (await ImportAsync("2350101,องค์การบริหารส่วนจังหวัดยโสธร,pao,35,,,\n")).Text, Does.Contain("Added 0 and changed 1"));
    }

    [Test]
    public async Task AnImport_IsOnRecord_UnlessItChangedNothing()
    {
        await ImportAsync("2350101,อบจ.ยโสธร,pao,35,,,\n");
        await ImportAsync("2350101,อบจ.ยโสธร,pao,35,,,\n");
        await using var database = new SqliteDatabase(Path.Combine(folder, "store.db"));
        Assert.That(await database.QueryAsync<string>("select detail from audit where action = 'organisations-imported'"),
            Is.EqualTo(new[] { "list.csv: 5 added, 0 changed" }));
    }

    [Test]
    public async Task EveryBadRow_IsNamedInBothLanguages_AndNothingIsStored()
    {
        await ImportAsync("2350101,อบจ.ยโสธร,pao,35,,,\n");
        var (code, text) = await ImportAsync("2360101,อบจ.ชัยภูมิ,pao,36,,,\nX1,เมือง,village,35,,,\nX2,,pao,00,,,\n");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("list.csv:3: type: found “village”").And.Contain("บรรทัด 3")
            .And.Contain("list.csv:4: name_th").And.Contain("Line 4"));
        Assert.That(await StoredAsync(), Does.Not.ContainKey("2360101"));
    }

    [Test]
    public async Task ParentThatIsNowhere_AndSubUnitWithoutOne_AreNamed()
    {
        var (code, text) = await ImportAsync("X1,เมือง,town_municipality,35,,,NOWHERE\nX2,โรงเรียน,sub_unit,35,,,\n");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("“NOWHERE”").And.Contain("Line 3: parent_code is missing")
            .And.Contain("2 problem(s); nothing was stored"));
    }

    [Test]
    public async Task WrongUse_AndMissingFile_AreSaid()
    {
        Assert.That((await RunAsync("import", "people", "x.csv")).Code, Is.EqualTo(2));
        var (code, text) = await RunAsync("import", "organisations", Path.Combine(folder, "none.csv"));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("none.csv"));
    }

    async Task<(int Code, string Text)> ImportAsync(string rows)
    {
        var file = Path.Combine(folder, "list.csv");
        await File.WriteAllTextAsync(file, Header + rows);
        return await RunAsync("import", "organisations", file, "--environment", "Development", $"--Store:Path={folder}/store.db",
            $"--Serilog:WriteTo:File:Args:path={folder}/log-.json");
    }

    async Task<Dictionary<string, Organisation>> StoredAsync()
    {
        await using var database = new SqliteDatabase(Path.Combine(folder, "store.db"));
        return (await database.QueryAsync<Organisation>("select * from organisations")).ToDictionary(row => row.Code);
    }

    static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        var output = new StringWriter();
        return (await CommandLine.RunAsync(args, output), output.ToString());
    }
}
