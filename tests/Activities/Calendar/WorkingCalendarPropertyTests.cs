using NUnit.Framework;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Activities.Calendar;

/// <summary>Random calendars from fixed seeds, each answer compared with walking day by day.</summary>
[TestFixture(1)]
[TestFixture(2566)]
[TestFixture(20240229)]
public sealed class WorkingCalendarPropertyTests
{
    private const int Rounds = 2_000;

    // Leap day, month ends, fiscal boundaries, the calendar's own ends, and far beyond them.
    private static readonly DateOnly[] Edges =
    [
        new(2024, 2, 28), new(2024, 2, 29), new(2024, 3, 1), new(2023, 9, 30), new(2023, 10, 1), new(2024, 12, 31),
        new(2023, 1, 1), new(2025, 12, 31), new(2026, 1, 1), new(1999, 12, 31), new(2100, 2, 28),
    ];

    private readonly Random random;
    private readonly HashSet<DateOnly> closed;
    private readonly HashSet<DateOnly> openWeekends;
    private readonly WorkingCalendar calendar;

    public WorkingCalendarPropertyTests(int seed)
    {
        random = new Random(seed);
        closed = [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => AnyDay())];
        openWeekends = [.. Enumerable.Range(0, 40).Select(_ => AnyDay()).Where(IsWeekend).Except(closed)];
        calendar = new(
            [.. closed.Select(day => new Holiday(day, "ก", "a", true)),
             .. openWeekends.Select(day => new Holiday(day, "ข", "b", false, "office"))],
            "office");
    }

    [Test]
    public void AWorkingDay_IsWhatTheHolidaysLeave()
    {
        foreach (var date in Dates())
            Assert.That(calendar.IsWorkingDay(date), Is.EqualTo(Works(date)), $"{date:O}");
    }

    [Test]
    public void AddingWorkingDays_IsWalking()
    {
        foreach (var date in Dates())
        {
            var days = random.Next(-60, 61);
            Assert.That(calendar.AddWorkingDays(date, days), Is.EqualTo(Walk(date, days)), $"{date:O} {days:+0;-0}");
        }
    }

    [Test]
    public void CountingWorkingDays_IsWalking()
    {
        foreach (var from in Dates())
        {
            var to = from.AddDays(random.Next(0, 120));
            var expected = Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(day => Works(from.AddDays(day)));

            Assert.That(calendar.WorkingDaysBetween(from, to), Is.EqualTo(expected), $"{from:O} {to:O}");
            Assert.That(calendar.WorkingDaysBetween(to, from), Is.EqualTo(-expected));
            Assert.That(calendar.WorkingDaysIn(from, to), Is.EqualTo(expected + (Works(from) ? 1 : 0)));
        }
    }

    [Test]
    public void WhatIsAdded_IsCounted()
    {
        foreach (var from in Dates())
        {
            var days = random.Next(1, 500);
            var last = calendar.AddWorkingDays(from, days);
            Assert.That(calendar.WorkingDaysBetween(from, last), Is.EqualTo(days), $"{from:O} {days}");
        }
    }

    [Test]
    public void LegalReceipt_IsNeverEarlierAndAlwaysWithinOfficeHours()
    {
        foreach (var date in Dates())
        {
            var arrived = ThaiDate.StartOfDay(date).AddSeconds(random.Next(86_400));
            var received = calendar.LegalReceipt(arrived);

            Assert.That(received, Is.GreaterThanOrEqualTo(arrived));
            Assert.That(Works(ThaiDate.BangkokDate(received)), Is.True);
            Assert.That(ThaiDate.BangkokTime(received), Is.InRange(new TimeOnly(8, 30), new TimeOnly(16, 30)));
            Assert.That(calendar.WorkingHoursBetween(arrived, received), Is.EqualTo(TimeSpan.Zero));
            Assert.That(calendar.LegalReceipt(received), Is.EqualTo(received));
        }
    }

    [Test]
    public void WorkingHours_AddUp()
    {
        foreach (var date in Dates())
        {
            var first = ThaiDate.StartOfDay(date).AddSeconds(random.Next(86_400));
            var second = first.AddMinutes(random.Next(100_000));
            var third = second.AddMinutes(random.Next(100_000));
            var sum = calendar.WorkingHoursBetween(first, second) + calendar.WorkingHoursBetween(second, third);

            Assert.That(calendar.WorkingHoursBetween(first, third), Is.EqualTo(sum));
            Assert.That(sum, Is.InRange(TimeSpan.Zero, third - first));
        }
    }

    private IEnumerable<DateOnly> Dates() => Edges.Concat(Enumerable.Range(0, Rounds).Select(_ => AnyDay()));

    private DateOnly AnyDay() => new DateOnly(2023, 1, 1).AddDays(random.Next(3 * 365 + 1));

    private DateOnly Walk(DateOnly date, int days)
    {
        if (days == 0)
            return Works(date) ? date : Walk(date, 1);

        var step = Math.Sign(days);
        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.AddDays(step);
            left -= Works(date) ? 1 : 0;
        }

        return date;
    }

    private bool Works(DateOnly date) => openWeekends.Contains(date) || (!IsWeekend(date) && !closed.Contains(date));

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
