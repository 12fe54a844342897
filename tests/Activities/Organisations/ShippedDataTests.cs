using NUnit.Framework;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;

namespace WorkflowHost.Tests.Activities.Organisations;

public sealed class ShippedDataTests
{
    private static readonly string[] Speeds = ["normal", "urgent", "very_urgent", "most_urgent"];

    private static readonly string[] Kinds = ["letter", "received", "opens", "deadline", "closes", "starts", "ends", "event"];

    [Test]
    public void ThereAreSeventySevenProvinces_EachWithItsOwnCodeAndAbbreviation()
    {
        var provinces = ShippedData.Provinces();

        Assert.That(provinces, Has.Count.EqualTo(77));
        Assert.That(provinces.Select(province => province.Code), Is.Unique.And.Ordered);
        Assert.That(provinces.Select(province => province.LetterAbbreviation), Is.Unique.And.All.Length.EqualTo(2));
        Assert.That(provinces.Single(province => province.Code == "35").LetterAbbreviation, Is.EqualTo("ยส"));
        Assert.That(provinces.Select(province => province.RegionTh).Distinct().Count(), Is.EqualTo(6));
    }

    [Test]
    public void ThereAre130Holidays_OfWhichOnlyThoseOf2027AreProjected()
    {
        var holidays = ShippedData.Holidays();

        Assert.That(holidays, Has.Count.EqualTo(130));
        Assert.That(holidays.Select(holiday => holiday.Date), Is.Ordered);
        Assert.That(holidays.All(holiday => holiday.Projected == (holiday.Date.Year == 2027)), Is.True);
        var open = holidays.Where(holiday => !holiday.Government).Select(holiday => holiday.NameEn).ToList();
        Assert.That(open, Has.Count.EqualTo(6).And.All.Contains("Labour Day"));
    }

    [TestCase("A", "bbl-access", 14)]
    [TestCase("B", "eplan-sso", 11)]
    [TestCase("C", "elaas-onboarding", 17)]
    [TestCase("D", "eplan-roles", 14)]
    [TestCase("E", "ebill-rollout", 12)]
    public void ACircular_HasAllItsRulesInOrder(string id, string definition, int rules)
    {
        var circular = ShippedData.Circulars().Single(circular => circular.Id == id);

        Assert.That(circular.Definition, Is.EqualTo(definition));
        var ids = circular.Clauses.Select(clause => clause.Id).ToList();
        Assert.That(ids, Is.EqualTo(Enumerable.Range(1, rules).Select(n => $"{id}-{n:D2}")));
        Assert.That(circular.Clauses.Select(clause => clause.Phrase), Has.All.Matches<string>(HasThai));
        Assert.That(circular.Clauses.Select(clause => clause.SummaryTh), Has.All.Matches<string>(HasThai));
        Assert.That(circular.Clauses.Select(clause => clause.SummaryEn), Has.None.Empty);
        Assert.That(circular.Dates.Select(date => date.Rule).OfType<string>().Except(ids), Is.Empty);
        Assert.That(circular.Dates.Select(date => date.Date), Is.Ordered);
        Assert.That(circular.Dates.Select(date => date.Kind).Except(Kinds), Is.Empty);
        Assert.That(circular.Documents.Select(document => document.Speed).Except(Speeds), Is.Empty);
        Assert.That(circular.Conflicts, Is.Not.Empty);
        Assert.That(circular.OpenQuestions.Select(question => question.Key), Is.Unique.And.Not.Empty);
    }

    [Test]
    public void ACircular_HasTheDatesThatItsRulesState()
    {
        Assert.That(DateOf("A", "A-09"), Is.EqualTo(new DateOnly(2023, 11, 6)));
        Assert.That(DateOf("B", "B-06"), Is.EqualTo(new DateOnly(2023, 9, 30)));
        Assert.That(DateOf("C", "C-13"), Is.EqualTo(new DateOnly(2024, 7, 26)));
        Assert.That(DateOf("E", "E-09"), Is.EqualTo(new DateOnly(2022, 8, 1)));
    }

    [Test]
    public void EveryDateWithinASummary_IsOneThatCanBeRead()
    {
        var opening = ShippedData.Circulars()[0].Clause("A-09").SummaryTh;

        Assert.That(opening, Does.Contain(ThaiDate.PageForm(new(2023, 11, 6))));
    }

    [Test]
    public void LettersWithoutADate_HaveNone()
    {
        var undated = ShippedData.Circulars().SelectMany(circular => circular.Documents).Where(document => document.Date is null);

        Assert.That(undated.Select(document => document.Id), Is.EqualTo(["A1", "A2", "C4"]));
    }

    [Test]
    public void ARuleThatDoesNotExist_IsNamed() =>
        Assert.That(
            () => ShippedData.Circulars()[0].Clause("A-15"),
            Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("A-15"));

    [Test]
    public void TheDemoProvince_HasOneOfEverything()
    {
        var demo = ShippedData.DemoProvince();
        var counts = demo.Organisations.CountBy(row => row.Type).ToDictionary();

        Assert.That(demo.Districts, Has.Count.EqualTo(3));
        Assert.That(counts[OrganisationType.Pao], Is.EqualTo(1));
        Assert.That(counts[OrganisationType.CityMunicipality], Is.EqualTo(1));
        Assert.That(counts[OrganisationType.TownMunicipality], Is.EqualTo(1));
        Assert.That(counts[OrganisationType.TambonMunicipality], Is.EqualTo(8));
        Assert.That(counts[OrganisationType.Tao], Is.EqualTo(3));
        Assert.That(demo.Organisations.Select(row => row.Email), Has.All.EndsWith(".example"));
        Assert.That(ShippedData.Provinces().Select(province => province.LetterAbbreviation), Has.None.EqualTo("ตย"));
        AssertParentsComeFirst(demo.Organisations);
    }

    private static void AssertParentsComeFirst(IReadOnlyList<OrganisationRow> rows)
    {
        var seen = new HashSet<string>();
        foreach (var row in rows)
        {
            Assert.That(row.ParentCode is null || seen.Contains(row.ParentCode), Is.True, row.Code);
            Assert.That(seen.Add(row.Code), Is.True, row.Code);
        }
    }

    private static DateOnly DateOf(string circular, string rule) =>
        ShippedData.Circulars().Single(facts => facts.Id == circular).Dates.First(date => date.Rule == rule).Date;

    private static bool HasThai(string text) => text.AsSpan().ContainsAnyInRange('ก', '๙');
}
