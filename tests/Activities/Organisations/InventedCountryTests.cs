using System.Diagnostics;
using NUnit.Framework;
using WorkflowHost.Activities.Organisations;

namespace WorkflowHost.Tests.Activities.Organisations;

public sealed class InventedCountryTests
{
    private static readonly IReadOnlyList<OrganisationRow> Country = InventedCountry.Generate(1, InventedCountry.SubUnits);

    [TestCase(OrganisationType.Province, 76)]
    [TestCase(OrganisationType.District, 878)]
    [TestCase(OrganisationType.Pao, 76)]
    [TestCase(OrganisationType.CityMunicipality, 30)]
    [TestCase(OrganisationType.TownMunicipality, 195)]
    [TestCase(OrganisationType.TambonMunicipality, 2_247)]
    [TestCase(OrganisationType.Tao, 5_300)]
    [TestCase(OrganisationType.SubUnit, 22_000)]
    public void TheCountry_HasItsTrueCounts(string type, int count) =>
        Assert.That(Country.Count(row => row.Type == type), Is.EqualTo(count));

    [Test]
    public void EveryProvince_HasOnePaoAndEveryDistrictALocalGovernment()
    {
        Assert.That(Country.Where(row => row.Type == OrganisationType.Pao).Select(row => row.ProvinceCode), Is.Unique);
        var served = Country.Select(row => row.ParentCode).ToHashSet();
        Assert.That(Country.Where(row => row.Type == OrganisationType.District).All(row => served.Contains(row.Code)), Is.True);
    }

    [Test]
    public void Parents_ComeBeforeTheirChildrenAndFitTheCascade()
    {
        var types = new Dictionary<string, string>();
        foreach (var row in Country)
        {
            var known = row.ParentCode is null ? row.Type == OrganisationType.Centre : types.ContainsKey(row.ParentCode);
            Assert.That(known, Is.True, row.Code);
            types.Add(row.Code, row.Type);
            var parent = row.ParentCode is null ? null : types[row.ParentCode];
            if (row.Type is OrganisationType.TambonMunicipality or OrganisationType.Tao)
                Assert.That(parent, Is.EqualTo(OrganisationType.District));
            else if (row.Type is OrganisationType.Pao or OrganisationType.CityMunicipality or OrganisationType.TownMunicipality)
                Assert.That(parent, Is.EqualTo(OrganisationType.Province));
        }
    }

    [Test]
    public void NoMail_CanReachAnybody()
    {
        Assert.That(Country.Where(row => row.Email?.EndsWith(".example", StringComparison.Ordinal) != true), Is.Empty);
        Assert.That(Country.Select(row => row.Email).Distinct().Count(), Is.EqualTo(Country.Count));
    }

    [Test]
    public void TheSameSeed_GivesTheSameCountry()
    {
        Assert.That(InventedCountry.Generate(7), Is.EqualTo(InventedCountry.Generate(7)));
        Assert.That(InventedCountry.Generate(7), Is.Not.EqualTo(InventedCountry.Generate(8)));
    }

    [Test]
    public void TheWholeCountry_IsMadeWithinASecond()
    {
        var watch = Stopwatch.StartNew();
        var rows = InventedCountry.Generate(3, InventedCountry.SubUnits);

        TestContext.Out.WriteLine($"{rows.Count} organisations in {watch.ElapsedMilliseconds} ms");
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
    }
}
