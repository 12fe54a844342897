using WorkflowHost.Activities;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Backup;
using WorkflowHost.Web.Features.People;

namespace WorkflowHost.Web.Mail;

/// <summary>What sends mails, and what takes in those that come back.</summary>
static class MailParts
{
    public static void AddMail(this IServiceCollection services, MailSettings settings)
    {
        services.AddSingleton<UndeliveredMail>();
        services.AddSingleton(parts => new IncomingMails(parts.GetRequiredService<Database>(), parts.GetRequiredService<Tools>(),
            parts.GetRequiredService<TimeProvider>(), settings.AuthServer));
        services.AddSingleton<MailInFolder>();
        services.AddContacts();
        services.AddSingleton(settings);
        services.AddSingleton<MailPace>();
        if (settings.Mode == "Smtp")
            services.AddSingleton<IMailTransport, SmtpMail>();
        else
            services.AddSingleton<IMailTransport, FolderMail>();
        services.AddSingleton(parts => new SentJournal(settings.SentFolder, parts.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OutboxDelivery>();
        services.AddSingleton(parts => new OutboxDispatcher(
            parts.GetRequiredService<Database>(), parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<OutboxDelivery>().DeliverAsync, parts.GetRequiredService<ILogger<OutboxDispatcher>>(),
            parts.GetRequiredService<OutboxDelivery>().HoldUntil));
    }
}
