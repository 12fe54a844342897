using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class MailPaceTests
{
    readonly TestClock clock = new();

    [Test]
    public void T54_A_domain_gets_no_more_than_its_limit_in_any_minute()
    {
        var pace = new MailPace(new MailSettings { PerDomainPerMinute = 2 }, clock);
        var start = clock.GetUtcNow();
        Assert.That(pace.Admits(SampleMail.To("a@lao.example"), out _), Is.True);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That(pace.Admits(SampleMail.To("b@LAO.example"), out _), Is.True);

        Assert.That(pace.Admits(SampleMail.To("c@lao.example"), out var notBefore), Is.False);
        Assert.That(notBefore, Is.EqualTo(start.AddSeconds(60)));
        Assert.That(pace.Admits(SampleMail.To("c@other.example"), out _), Is.True);

        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.That(pace.Admits(SampleMail.To("c@lao.example"), out _), Is.True);
        Assert.That(pace.Admits(SampleMail.To("d@lao.example"), out _), Is.False);
    }

    [Test]
    public void Without_a_limit_everything_passes()
    {
        var pace = new MailPace(new MailSettings(), clock);

        Assert.That(Enumerable.Range(0, 1000).All(_ => pace.Admits(SampleMail.To("a@lao.example"), out var _)), Is.True);
    }
}
