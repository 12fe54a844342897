using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Web.Features.People;

/// <summary>The parts that reach people: addresses, telephone numbers, and mails that did not arrive.</summary>
static class ContactParts
{
    public static void AddContacts(this IServiceCollection services)
    {
        services.AddSingleton<CallDesk>();
        services.AddSingleton<OwnContact>();
        services.AddSingleton<ContactDesk>();
        services.AddSingleton<RefusedMails>();
        services.AddSingleton<LikelyAddress>();
    }
}
