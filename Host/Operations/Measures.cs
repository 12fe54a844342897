using System.Diagnostics.Metrics;
using WorkflowHost.Engine;

namespace WorkflowHost.Web.Operations;

/// <summary>What the host counts of itself. Labels are words of ours: never an address, a name or an id.</summary>
public sealed class Measures(IMeterFactory meters)
{
    /// <summary>What may become of a mail, in the words of the label.</summary>
    public static readonly IReadOnlyList<string> MailOutcomes = ["sent", "deferred", "refused", "replaced", "bounced"];

    readonly Counter<long> mails = meters.Create(Telemetry.Name).CreateCounter<long>("workflowhost.mails");
    readonly Counter<long> incoming = meters.Create(Telemetry.Name).CreateCounter<long>("workflowhost.incoming_mails");

    public void Mail(string outcome) => mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="kind">bounce, auto-reply, reply, other, unreadable; or repeated, when it was taken in before.</param>
    public void Incoming(string kind)
    {
        incoming.Add(1, new KeyValuePair<string, object?>("kind", kind));
        if (kind == Activities.Mail.Incoming.IncomingMail.Bounce)
            Mail("bounced");
    }
}
