using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Activities;

/// <summary>What activities need of the house they run in.</summary>
/// <param name="PublicUrl">Where people reach us, without a slash at the end; links in mails begin with it.</param>
/// <param name="AllowsStandIn">Development only: the stand-in for ThaID counts as a proof of identity.</param>
public sealed record Tools(OfficeCalendar Calendar, MailTemplates Templates, string PublicUrl, bool AllowsStandIn = false)
{
    public CircularCatalogue Circulars { get; init; } = new();
}
