using NUnit.Framework;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Activities.Calendar;

public sealed class FiscalYearTests
{
    [Test]
    public void FiscalYear2568_RunsFromOctober2024ToSeptember2025()
    {
        var year = new FiscalYear(2568);

        Assert.That(year.FirstDay, Is.EqualTo(new DateOnly(2024, 10, 1)));
        Assert.That(year.LastDay, Is.EqualTo(new DateOnly(2025, 9, 30)));
        Assert.That(year.ToString(), Is.EqualTo("2568"));
    }

    [Test]
    public void B08_FiscalYears2567To2570_AreOctober2023ToSeptember2027()
    {
        Assert.That(new FiscalYear(2567).FirstDay, Is.EqualTo(new DateOnly(2023, 10, 1)));
        Assert.That(new FiscalYear(2570).LastDay, Is.EqualTo(new DateOnly(2027, 9, 30)));
    }

    [Test]
    public void TheYearChanges_WithTheFirstOfOctober()
    {
        Assert.That(FiscalYear.Of(new DateOnly(2023, 9, 30)).Number, Is.EqualTo(2566));
        Assert.That(FiscalYear.Of(new DateOnly(2023, 10, 1)).Number, Is.EqualTo(2567));
    }

    [Test]
    public void EveryDay_LiesInExactlyItsFiscalYear()
    {
        for (var date = new DateOnly(2011, 1, 1); date.Year < 2032; date = date.AddDays(1))
        {
            var year = FiscalYear.Of(date);
            Assert.That(year.Contains(date) && !year.Next().Contains(date), Is.True, $"{date:O}");
            Assert.That(year.Next().FirstDay, Is.EqualTo(year.LastDay.AddDays(1)));
        }
    }

    [TestCase(2024)]
    [TestCase(2744)]
    public void AYearOfTheCommonEra_IsRefused(int year) =>
        Assert.That(() => new FiscalYear(year), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void FiscalYears_HaveAnOrder()
    {
        Assert.That(new FiscalYear(2567) < new FiscalYear(2568), Is.True);
        Assert.That(new FiscalYear(2568) >= new FiscalYear(2568), Is.True);
        Assert.That(new FiscalYear(2568).CompareTo(new FiscalYear(2567)), Is.Positive);
    }
}
