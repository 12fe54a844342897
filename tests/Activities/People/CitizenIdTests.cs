using System.Text.Json;
using NUnit.Framework;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Tests.Activities.People;

/// <summary>The numbers here have 0000 as registration office and belong to nobody.</summary>
public sealed class CitizenIdTests
{
    [TestCase("0000000079197")]
    [TestCase("0000000158381")]
    [TestCase("0000000237574")]
    [TestCase("0000000316768")]
    [TestCase("0000000395951")]
    [TestCase("0000000791903")]
    [TestCase("0-0000-00079-19-7")]
    [TestCase(" 0 0000 00079 19 7 ")]
    [TestCase("๐๐๐๐๐๐๐๐๗๙๑๙๗")]
    public void ANumberWithItsCheckDigit_IsRead(string text) => Assert.That(CitizenId.TryParse(text, out _), Is.True);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("123")]
    [TestCase("0000000079198", Description = "T70: wrong check digit")]
    [TestCase("0000000395952")]
    [TestCase("0000000000a00")]
    [TestCase("๐๐๐๐๐๐๐๐๐๐๐๐๑", Description = "nothing but zeros")]
    [TestCase("00000000791970")]
    [TestCase("000000007919٧", Description = "an Arabic-Indic digit")]
    public void AnythingElse_IsRefused(string? text)
    {
        Assert.That(CitizenId.TryParse(text, out var id), Is.False);
        Assert.That(id, Is.Null);
    }

    [Test]
    public void T95_ANumber_ShowsItselfMaskedEverywhere()
    {
        var id = Parse("0000000079197");

        Assert.That(id.Mask(), Is.EqualTo("x-xxxx-xxxxx-19-7"));
        Assert.That($"{id}", Is.EqualTo(id.Mask()));
        Assert.That(JsonSerializer.Serialize(id), Does.Not.Contain("79197"));
        Assert.That(id.Reveal(), Is.EqualTo("0000000079197"));
    }

    [Test]
    public void EveryWrongDigit_IsFoundInTheFirstTwelvePlacesButForAFew()
    {
        var missed = 0;
        for (var place = 0; place < 12; place++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = "0000000079197".ToCharArray();
                changed[place] = digit;
                missed += digit != "0000000079197"[place] && CitizenId.HasValidCheckDigit(changed) ? 1 : 0;
            }
        }

        // Modulo 11 then 10 lets remainders 0 and 10, 1 and 11 share a check digit: at most one in ten slips through.
        Assert.That(missed, Is.LessThanOrEqualTo(12));
    }

    [Test]
    public void TheSameNumberHoweverWritten_IsEqual()
    {
        Assert.That(Parse("๐๐๐๐๐๐๐๐๗๙๑๙๗"), Is.EqualTo(Parse("0-0000-00079-19-7")));
        Assert.That(Parse("0000000079197").GetHashCode(), Is.EqualTo(Parse("0000000079197").GetHashCode()));
        Assert.That(Parse("0000000079197"), Is.Not.EqualTo(Parse("0000000158381")));
    }

    private static CitizenId Parse(string text) =>
        CitizenId.TryParse(text, out var id) ? id! : throw new ArgumentException("not a citizen number", nameof(text));
}
