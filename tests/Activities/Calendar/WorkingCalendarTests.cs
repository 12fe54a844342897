using NUnit.Framework;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Tests.Activities.Calendar;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Shipped = new(ShippedData.Holidays());

    // The government holidays of June to August B.E. 2565, which the seed letter falls among.
    private static readonly WorkingCalendar Summer2565 = new(
    [
        Closed(2022, 6, 3), Closed(2022, 7, 13), Closed(2022, 7, 14), Closed(2022, 7, 15),
        Closed(2022, 7, 28), Closed(2022, 7, 29), Closed(2022, 8, 12),
    ]);

    [TestCase(2023, 240)]
    [TestCase(2024, 243)]
    [TestCase(2025, 240)]
    [TestCase(2026, 241)]
    [TestCase(2027, 243)]
    public void AYear_HasItsNumberOfGovernmentWorkingDays(int year, int expected) =>
        Assert.That(Shipped.WorkingDaysIn(new(year, 1, 1), new(year, 12, 31)), Is.EqualTo(expected));

    [Test]
    public void A09_TheSystemOpensTwoWorkingDaysAfterTheLetter()
    {
        Assert.That(Shipped.WorkingDaysBetween(new(2023, 11, 2), new(2023, 11, 6)), Is.EqualTo(2));
        Assert.That(Shipped.AddWorkingDays(new(2023, 11, 2), 2), Is.EqualTo(new DateOnly(2023, 11, 6)));
    }

    [Test]
    public void E07_TheTrialHasEighteenWorkingDays() =>
        Assert.That(Summer2565.WorkingDaysIn(new(2022, 6, 22), new(2022, 7, 20)), Is.EqualTo(18));

    [Test]
    public void E03_TheRosterIsDueFourWorkingDaysAfterTheLetter() =>
        Assert.That(Summer2565.WorkingDaysBetween(new(2022, 6, 10), new(2022, 6, 16)), Is.EqualTo(4));

    [Test]
    public void E05_RegistrationIsOpenForElevenWorkingDays() =>
        Assert.That(Summer2565.WorkingDaysIn(new(2022, 6, 16), new(2022, 6, 30)), Is.EqualTo(11));

    [Test]
    public void E08_ThePurgeEndsOnTheLastWorkingDayBeforeGoLive() =>
        Assert.That(Summer2565.PreviousWorkingDay(new(2022, 8, 1)), Is.EqualTo(new DateOnly(2022, 7, 27)));

    [Test]
    public void B06_TheProvinceForwardedOnTheLastWorkingDayBeforeTheClosing() =>
        Assert.That(Shipped.PreviousWorkingDay(new(2023, 9, 30)), Is.EqualTo(new DateOnly(2023, 9, 29)));

    [Test]
    public void T78_WhatFallsOnASunday_IsSentTheWorkingDayBefore() =>
        Assert.That(Shipped.PreviousWorkingDay(new(2024, 6, 30)), Is.EqualTo(new DateOnly(2024, 6, 28)));

    [Test]
    public void T77_FiledAfterHours_IsReceivedAtTheOpeningOfTheNextWorkingDay()
    {
        Assert.That(Receipt(2023, 11, 6, 16, 31), Is.EqualTo(At(2023, 11, 7, 8, 30)));
        Assert.That(Receipt(2023, 11, 6, 16, 30), Is.EqualTo(At(2023, 11, 6, 16, 30)));
        Assert.That(Receipt(2023, 11, 6, 8, 29), Is.EqualTo(At(2023, 11, 6, 8, 30)));
        Assert.That(Receipt(2023, 11, 6, 0, 0), Is.EqualTo(At(2023, 11, 6, 8, 30)));
        Assert.That(Receipt(2023, 9, 26, 18, 57), Is.EqualTo(At(2023, 9, 27, 8, 30)), "the stamp of seed B");
        Assert.That(Receipt(2023, 12, 28, 17, 0), Is.EqualTo(At(2024, 1, 2, 8, 30)), "across New Year and a special holiday");
    }

    [Test]
    public void WorkingHours_CountOnlyOpenHours()
    {
        Assert.That(Hours(At(2023, 11, 6, 8, 0), At(2023, 11, 6, 9, 30)), Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(Hours(At(2023, 11, 3, 15, 30), At(2023, 11, 6, 9, 30)), Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(Hours(At(2023, 11, 4, 9, 0), At(2023, 11, 5, 9, 0)), Is.EqualTo(TimeSpan.Zero));
        Assert.That(Hours(At(2023, 11, 6, 9, 30), At(2023, 11, 6, 8, 0)), Is.EqualTo(TimeSpan.FromHours(-1)));
        Assert.That(Hours(At(2023, 9, 29, 8, 30), At(2023, 9, 30, 0, 0)), Is.EqualTo(TimeSpan.FromHours(8)));
    }

    [Test]
    public void ATerm_EndsAtTheEndOfItsLastWorkingDayInBangkok()
    {
        var lateFridayInUtc = new DateTimeOffset(2023, 11, 3, 18, 0, 0, TimeSpan.Zero);

        Assert.That(Shipped.DueAfterWorkingDays(lateFridayInUtc, 1), Is.EqualTo(ThaiDate.EndOfDay(new(2023, 11, 6))));
        Assert.That(Shipped.DueAfterWorkingDays(lateFridayInUtc, 0), Is.EqualTo(ThaiDate.EndOfDay(new(2023, 11, 6))));
        Assert.That(Shipped.DueAfterWorkingDays(At(2023, 11, 6, 9, 0), 0), Is.EqualTo(ThaiDate.EndOfDay(new(2023, 11, 6))));
    }

    [Test]
    public void T75_ANewHoliday_MovesTheEndOfARunningTerm()
    {
        var extended = new WorkingCalendar([.. ShippedData.Holidays(), Closed(2023, 11, 8)]);

        Assert.That(Shipped.AddWorkingDays(new(2023, 11, 6), 5), Is.EqualTo(new DateOnly(2023, 11, 13)));
        Assert.That(extended.AddWorkingDays(new(2023, 11, 6), 5), Is.EqualTo(new DateOnly(2023, 11, 14)));
    }

    [Test]
    public void LabourDay_IsAHolidayOnWhichOfficesWork()
    {
        Assert.That(Shipped.HolidaysOn(new(2024, 5, 1)), Has.Count.EqualTo(1));
        Assert.That(Shipped.IsWorkingDay(new(2024, 5, 1)), Is.True);
    }

    [Test]
    public void TwoHolidays_MayShareADay()
    {
        Assert.That(Shipped.HolidaysOn(new(2023, 6, 3)), Has.Count.EqualTo(2));
        Assert.That(Shipped.IsWorkingDay(new(2023, 6, 3)), Is.False);
    }

    [Test]
    public void AnOffice_MayDecideOtherwise_AlsoAboutASaturday()
    {
        var special = new DateOnly(2024, 12, 30);
        var saturday = new DateOnly(2024, 12, 28);
        var local = new DateOnly(2024, 12, 26);
        var calendar = new WorkingCalendar(
        [
            .. ShippedData.Holidays(),
            Override(special, closed: false), Override(saturday, closed: false), Override(local, closed: true),
        ]);

        DateOnly[] days = [special, saturday, local];
        Assert.That(days.Select(calendar.IsWorkingDay), Is.EqualTo([false, false, true]));
        Assert.That(days.Select(calendar.For("3990102").IsWorkingDay), Is.EqualTo([true, true, false]));
        Assert.That(calendar.For("another").IsWorkingDay(special), Is.False);
    }

    [Test]
    public void OverridesThatDisagree_AreRefusedByDate() =>
        Assert.That(
            () => new WorkingCalendar([Override(new(2024, 12, 30), true), Override(new(2024, 12, 30), false)], "3990102"),
            Throws.ArgumentException.With.Message.Contains("2024-12-30"));

    [Test]
    public void TheCalendar_TellsWhereItsKnowledgeEnds()
    {
        Assert.That(Shipped.LastsUntil, Is.EqualTo(new DateOnly(2027, 12, 31)));
        Assert.That(Shipped.Knows(new(2027, 12, 31)), Is.True);
        Assert.That(Shipped.Knows(new(2028, 1, 1)), Is.False);
        Assert.That(Shipped.Knows(new(2022, 12, 31)), Is.False);
        Assert.That(new WorkingCalendar([]).Knows(new(2024, 1, 1)), Is.False);
        Assert.That(Shipped.IsWorkingDay(new(2028, 1, 1)), Is.False, "a Saturday");
        Assert.That(Shipped.IsWorkingDay(new(2028, 4, 13)), Is.True, "Songkran, but nobody has said so yet");
    }

    [TestCase(int.MaxValue)]
    [TestCase(int.MinValue)]
    public void AnAbsurdTerm_IsRefused(int days) =>
        Assert.That(() => Shipped.AddWorkingDays(new(2024, 1, 1), days), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static Holiday Closed(int year, int month, int day) => new(new(year, month, day), "วันหยุด", "Holiday", true);

    private static Holiday Override(DateOnly date, bool closed) =>
        new(date, "คำสั่งหน่วยงาน", "Order of the office", closed, "3990102");

    private static DateTimeOffset At(int year, int month, int day, int hour, int minute) =>
        new(year, month, day, hour, minute, 0, TimeSpan.FromHours(7));

    private static DateTimeOffset Receipt(int year, int month, int day, int hour, int minute) =>
        Shipped.LegalReceipt(At(year, month, day, hour, minute));

    private static TimeSpan Hours(DateTimeOffset from, DateTimeOffset to) => Shipped.WorkingHoursBetween(from, to);
}
