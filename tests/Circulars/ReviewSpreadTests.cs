using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Reviews;

namespace WorkflowHost.Tests.Circulars;

/// <summary>How a year's reviews are dealt out (A-05, section 2.5): over random calendars, periods and countries.</summary>
public sealed class ReviewSpreadTests
{
    const int Cases = 400;

    [Test]
    public void A05_NoDayHasMoreThanTwiceTheMean_WhateverTheCalendarAndTheCountry()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var (seats, days) = Draw(new Random(seed));
            var dealt = ReviewSpread.Deal(seats, days);
            var loads = dealt.ByRight.Values.GroupBy(day => day).Select(day => day.Count()).ToList();
            Assert.That(dealt.ByRight, Has.Count.EqualTo(seats.Count), $"seed {seed}: everybody has a day");
            Assert.That(loads.Max(), Is.LessThanOrEqualTo(dealt.DayLimit), $"seed {seed}");
            Assert.That(dealt.DayLimit * dealt.Days, Is.LessThanOrEqualTo(Math.Max(2 * seats.Count, dealt.Days)), $"seed {seed}: twice the mean");
            Assert.That(dealt.ByRight.Values.Distinct(), Is.SubsetOf(days), $"seed {seed}: working days only");
        }
    }

    [Test]
    public void A05_TheDayFollowsFromTheKey_NotFromTheOrderOrTheRun()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var (seats, days) = Draw(random);
            var again = ReviewSpread.Deal([.. seats.OrderBy(_ => random.Next())], days);
            Assert.That(again.ByRight, Is.EquivalentTo(ReviewSpread.Deal(seats, days).ByRight), $"seed {seed}");
        }
    }

    [Test]
    public void A05_AnOrganisationStaysTogether_AsLongAsItIsNoLargerThanADaysMean()
    {
        var seats = Seats(Enumerable.Range(0, 2_247).Select(_ => 2));
        var dealt = ReviewSpread.Deal(seats, Days(new DateOnly(2026, 10, 1), new DateOnly(2027, 9, 30)));
        Assert.That(seats.GroupBy(seat => seat.OrganisationCode).Max(group => group.Select(seat => dealt.ByRight[seat.RightId]).Distinct().Count()),
            Is.EqualTo(1));
    }

    [Test]
    public void A05_AYearLater_AnOrganisationIsAskedAboutTheSameDay()
    {
        var seats = Seats(Enumerable.Range(0, 2_548).Select(_ => 2));
        var first = ReviewSpread.Deal(seats, Days(new DateOnly(2026, 10, 1), new DateOnly(2027, 9, 30))).ByRight;
        var second = ReviewSpread.Deal(seats, Days(new DateOnly(2027, 10, 1), new DateOnly(2028, 9, 30))).ByRight;
        Assert.That(seats.Max(seat => Math.Abs(second[seat.RightId].DayNumber - first[seat.RightId].DayNumber - 366)), Is.LessThan(14));
    }

    [TestCase("2027-10-01", "2028-09-30", 2571)]
    [TestCase("2027-09-30", "2028-02-29", 2570)]
    [TestCase("2028-02-29", "2028-03-31", 2571)]
    [TestCase("2027-12-31", "2028-12-30", 2571)]
    public void A05_ItsYearIsTheFiscalYearOfItsFirstDay_AndTheNextKeepsTheAnchor(string first, string last, int year)
    {
        var (from, to) = (DateOnly.Parse(first, CultureInfo.InvariantCulture), DateOnly.Parse(last, CultureInfo.InvariantCulture));
        var campaign = new Campaign { Year = Campaign.YearOf(from), AnchorFirstOn = from, AnchorLastOn = to };
        Assert.That(campaign.Year, Is.EqualTo(year));
        var fourth = new Campaign { Year = year + 3, AnchorFirstOn = from, AnchorLastOn = to }.NextDates();
        Assert.That(fourth, Is.EqualTo((from.AddYears(4), to.AddYears(4))), "a 29 February comes back in the leap year");
        for (var n = 0; n < 12; n++)
            Assert.That(Campaign.YearOf(new Campaign { Year = year + n, AnchorFirstOn = from, AnchorLastOn = to }.NextDates().First),
                Is.EqualTo(year + n + 1), "every fiscal year has its own");
    }

    static (IReadOnlyList<ReviewSpread.Seat> Seats, IReadOnlyList<DateOnly> Days) Draw(Random random)
    {
        while (true)
        {
            // Periods that end in February, at the end of a month and on the turn of a fiscal year are drawn often.
            var first = Edge(random);
            var last = first.AddDays(random.Next(1, 366));
            var holidays = Enumerable.Range(0, random.Next(60)).Select(_ => first.AddDays(random.Next(370))).Distinct()
                .Select(day => new Holiday(day, "", "", true));
            var days = ReviewSpread.WorkingDays(new WorkingCalendar(holidays), first, last);
            if (days.Count > 0)
                return (Seats(Enumerable.Range(0, random.Next(1, 120)).Select(_ => Size(random))), days);
        }
    }

    static DateOnly Edge(Random random)
    {
        var year = random.Next(2024, 2040);
        return random.Next(4) switch
        {
            0 => new DateOnly(year, 10, 1).AddDays(random.Next(-1, 2)),
            1 => new DateOnly(year, 2, 28).AddDays(random.Next(0, 2)),
            2 => new DateOnly(year, 1 + random.Next(12), 1).AddDays(-1),
            _ => new DateOnly(year, 1, 1).AddDays(random.Next(365)),
        };
    }

    // Mostly one or two, now and then a house with very many.
    static int Size(Random random) => random.Next(10) == 0 ? random.Next(1, 300) : random.Next(1, 3);

    static IReadOnlyList<ReviewSpread.Seat> Seats(IEnumerable<int> sizes) =>
        [.. sizes.SelectMany((size, at) => Enumerable.Range(0, size).Select(seat => new ReviewSpread.Seat($"r{at}-{seat}", $"o{at}")))];

    static IReadOnlyList<DateOnly> Days(DateOnly first, DateOnly last) =>
        ReviewSpread.WorkingDays(new WorkingCalendar([]), first, last);
}
