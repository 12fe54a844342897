using NUnit.Framework;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Activities.Calendar;

public sealed class ThaiDateTests
{
    private static readonly DateOnly Opening = new(2023, 11, 6);

    [Test]
    public void ADate_IsWrittenAsLettersPagesAndTablesWriteIt()
    {
        Assert.That(ThaiDate.LetterForm(Opening), Is.EqualTo("๖ พฤศจิกายน ๒๕๖๖"));
        Assert.That(ThaiDate.PageForm(Opening), Is.EqualTo("6 พฤศจิกายน 2566"));
        Assert.That(ThaiDate.ShortForm(Opening), Is.EqualTo("6 พ.ย. 2566"));
        Assert.That(ThaiDate.WithWeekday(Opening), Is.EqualTo("วันจันทร์ที่ 6 พฤศจิกายน 2566"));
        Assert.That(ThaiDate.English(Opening), Is.EqualTo("6 November 2023 (B.E. 2566)"));
        Assert.That(ThaiDate.EnglishShort(Opening), Is.EqualTo("6 Nov 2023"));
        Assert.That(ThaiDate.EnglishWithWeekday(Opening), Is.EqualTo("Monday 6 November 2023 (B.E. 2566)"));
    }

    [Test]
    public void AnInstant_IsWrittenInBangkokTime()
    {
        var instant = new DateTimeOffset(2023, 11, 5, 21, 30, 0, TimeSpan.FromHours(-5));

        Assert.That(ThaiDate.WithTime(instant), Is.EqualTo("6 พ.ย. 2566 09.30 น."));
        Assert.That(ThaiDate.LetterWithTime(instant), Is.EqualTo("๖ พฤศจิกายน ๒๕๖๖ เวลา ๐๙.๓๐ น."));
        Assert.That(ThaiDate.EnglishWithTime(instant), Is.EqualTo("6 Nov 2023 09:30"));
    }

    [Test]
    [SetCulture("th-TH")]
    public void AThaiCulture_DoesNotAddTheBuddhistEraTwice()
    {
        Assert.That(ThaiDate.PageForm(Opening), Is.EqualTo("6 พฤศจิกายน 2566"));
        Assert.That(ThaiDate.English(Opening), Is.EqualTo("6 November 2023 (B.E. 2566)"));
        Assert.That(ThaiDate.TryParse("2023-11-06", out var date), Is.True);
        Assert.That(date, Is.EqualTo(Opening));
    }

    [Test]
    public void ADay_BeginsAndEndsInBangkok()
    {
        Assert.That(ThaiDate.StartOfDay(Opening), Is.EqualTo(new DateTimeOffset(2023, 11, 5, 17, 0, 0, TimeSpan.Zero)));
        Assert.That(ThaiDate.EndOfDay(Opening), Is.EqualTo(new DateTimeOffset(2023, 11, 6, 16, 59, 59, TimeSpan.Zero)));
        Assert.That(ThaiDate.EndOfDay(Opening).Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(ThaiDate.BangkokDate(ThaiDate.StartOfDay(Opening)), Is.EqualTo(Opening));
        Assert.That(ThaiDate.BangkokDate(ThaiDate.StartOfDay(Opening).AddTicks(-1)), Is.EqualTo(Opening.AddDays(-1)));
        Assert.That(ThaiDate.Bangkok.BaseUtcOffset, Is.EqualTo(TimeSpan.FromHours(7)));
    }

    [TestCase("6 พฤศจิกายน 2566")]
    [TestCase("๖ พฤศจิกายน ๒๕๖๖")]
    [TestCase("6 พฤศจิกายน พ.ศ. 2566")]
    [TestCase("6 พ.ย. 66")]
    [TestCase("6 พ.ย. 2566")]
    [TestCase("๖พ.ย.๖๖")]
    [TestCase("06/11/2566")]
    [TestCase("๐๖/๑๑/๒๕๖๖")]
    [TestCase("6/11/2023")]
    [TestCase("2023-11-06")]
    [TestCase("2566-11-06")]
    [TestCase("  6\u00A0พฤศจิกายน \u200B 2566 ")]
    public void WhatPeopleType_IsRead(string text)
    {
        Assert.That(ThaiDate.TryParse(text, out var date), Is.True);
        Assert.That(date, Is.EqualTo(Opening));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("พรุ่งนี้")]
    [TestCase("1480-11-06", Description = "what a Thai culture makes of an ISO date")]
    [TestCase("06/11/3109", Description = "the Buddhist era added twice")]
    [TestCase("1 ม.ค. 2442", Description = "C.E. 1899")]
    [TestCase("1 ม.ค. 2744", Description = "C.E. 2201")]
    [TestCase("1899-12-31")]
    [TestCase("2201-01-01")]
    [TestCase("06/11/66", Description = "66 could be either era")]
    [TestCase("11/31/2566")]
    [TestCase("0/11/2566")]
    [TestCase("31 พ.ย. 2566")]
    [TestCase("6 ฟฤศจิกายน 2566")]
    [TestCase("29/02/2566")]
    [TestCase("29 ก.พ. 2643", Description = "C.E. 2100 is no leap year")]
    [TestCase("6 พฤศจิกายน 2566 x")]
    [TestCase("99999999999 พ.ย. 2566")]
    public void EverythingElse_IsRefused(string? text) => Assert.That(ThaiDate.TryParse(text, out _), Is.False);

    [TestCase("29/02/2567", 2024)]
    [TestCase("๒๙ กุมภาพันธ์ ๒๕๔๓", 2000)]
    public void TheTwentyNinthOfFebruary_FollowsTheCommonEra(string text, int year)
    {
        Assert.That(ThaiDate.TryParse(text, out var date), Is.True);
        Assert.That(date, Is.EqualTo(new DateOnly(year, 2, 29)));
    }

    [Test]
    public void EveryDateFrom1900To2200_IsReadBackFromEveryFormItIsWrittenIn()
    {
        var wrong = new List<string>();
        for (var date = new DateOnly(1900, 1, 1); date.Year <= 2200; date = date.AddDays(1))
        {
            string[] forms = [ThaiDate.LetterForm(date), ThaiDate.ShortForm(date), $"{date:O}"];
            wrong.AddRange(forms.Where(form => !ThaiDate.TryParse(form, out var read) || read != date));
        }

        Assert.That(wrong, Is.Empty);
    }
}
