using Quartz;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web;

/// <summary>
/// Everything that happens by the clock, on one page. Quartz only wakes: what is due stands in our own tables, so a
/// missed tick loses nothing and a double one repeats nothing.
/// </summary>
public static class Timetable
{
    public static void Add(IServiceCollection services, TimetableSettings settings)
    {
        if (!settings.Enabled)
            return;
        services.AddQuartz(Schedule);
        // A stopping host finishes the step it is in; the lifetime's token keeps it from beginning another.
        services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
    }

    static void Schedule(IQuartzBuilder quartz)
    {
        quartz.ScheduleJob("run what is due",
            (WorkflowRuntime runtime, IHostApplicationLifetime host) => Telemetry.WakeAsync(
                "workflow.wake", () => runtime.RunDueAsync(stop: host.ApplicationStopping)),
            Every(TimeSpan.FromSeconds(1)));
        quartz.ScheduleJob("send what waits in the outbox",
            (OutboxDispatcher outbox, IHostApplicationLifetime host) => Telemetry.WakeAsync(
                "outbox.wake", () => outbox.DispatchAsync(host.ApplicationStopping)),
            Every(TimeSpan.FromSeconds(1)));
        quartz.ScheduleJob("store the held decisions whose ten minutes are over",
            (HeldDecisions held, IHostApplicationLifetime host) => Telemetry.WakeAsync(
                "held-decisions.wake", () => held.RunDueAsync(host.ApplicationStopping)),
            Every(TimeSpan.FromSeconds(5)));
        quartz.ScheduleJob("take what is late to its next level",
            (EscalationLadder ladder, IHostApplicationLifetime host) => (Task)ladder.RunDueAsync(host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(20)));
        quartz.ScheduleJob("move instances to another version, as planned",
            (InstanceMigration migration, IHostApplicationLifetime host) => (Task)migration.RunAsync(host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(1)));
        quartz.ScheduleJob("carry circulars on their way down the tree",
            (SendingJob sendings, IHostApplicationLifetime host) => (Task)sendings.RunAsync(stop: host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(1)));
        quartz.ScheduleJob("carry amendments of circulars to the cases under way",
            (AmendmentJob amendments, IHostApplicationLifetime host) => (Task)amendments.RunAsync(stop: host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(1)));
        quartz.ScheduleJob("tell those whom an amendment touches",
            (AmendmentNotices notices) => (Task)notices.MailAsync(),
            Every(TimeSpan.FromSeconds(20)));
        quartz.ScheduleJob("tell offices what has come, and senders who was reached too late",
            (DeliveryNotices notices) => (Task)notices.MailAsync(),
            Every(TimeSpan.FromSeconds(20)));
        quartz.ScheduleJob("take in the mails that came back",
            (MailInFolder folder, IHostApplicationLifetime host) => (Task)folder.RunAsync(host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(20)));
        quartz.ScheduleJob("fold the mails of a circular into one a person",
            (MailFold fold) => (Task)fold.RunAsync(),
            Every(TimeSpan.FromSeconds(20)));
        quartz.ScheduleJob("open the yearly reviews whose day has come",
            (YearlyReview reviews, IHostApplicationLifetime host) => (Task)reviews.OpenDueAsync(stop: host.ApplicationStopping),
            Every(TimeSpan.FromMinutes(5)));
        quartz.ScheduleJob("carry out the yearly reviews that were planned",
            (CampaignJob campaigns, IHostApplicationLifetime host) => (Task)campaigns.RunAsync(stop: host.ApplicationStopping),
            Every(TimeSpan.FromMinutes(5)));
        quartz.ScheduleJob("tell the operators which lists of a yearly review wait for them",
            (BrakeNotices notices) => (Task)notices.MailAsync(),
            Every(TimeSpan.FromMinutes(5)));
        quartz.ScheduleJob("raise the alarm of seats empty too long",
            (GapAlarms alarms) => (Task)alarms.RaiseAsync(),
            Every(TimeSpan.FromMinutes(5)));
        quartz.ScheduleJob("end the rights of those whose day to leave has come",
            (Departure departure) => (Task)departure.SettleDueAsync(),
            Every(TimeSpan.FromMinutes(1)));
        quartz.ScheduleJob("tell deputies what waits, and whom they stood in for what was decided",
            (DeputyMails deputies) => (Task)deputies.SendDueAsync(),
            Every(TimeSpan.FromMinutes(1)));
        quartz.ScheduleJob("tell people what closes within a week",
            (WindowNotices notices) => (Task)notices.SendDueAsync(),
            Every(TimeSpan.FromMinutes(1)));
        quartz.ScheduleJob("raise the alarm of central mailboxes that refuse mail",
            (MailboxAlarms alarms) => (Task)alarms.RaiseAsync(),
            Every(TimeSpan.FromMinutes(1)));
        quartz.ScheduleJob("tell provinces and districts which sites nobody has claimed",
            (UnclaimedDigest digest) => (Task)digest.SendDueAsync(),
            Every(TimeSpan.FromMinutes(30)));
        quartz.ScheduleJob("move the deadlines that a new holiday moves, and tell people",
            (HolidayMoves moves, IHostApplicationLifetime host) => moves.RunAsync(host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(10)));
        quartz.ScheduleJob("move the deadlines that an outage ran over, as decided, and tell people",
            (OutageMoves outages, IHostApplicationLifetime host) => (Task)outages.RunAsync(host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(10)));
        quartz.ScheduleJob("move the deadlines of circulars that go on after a pause",
            (PauseMoves pauses, IHostApplicationLifetime host) => (Task)pauses.RunAsync(host.ApplicationStopping),
            Every(TimeSpan.FromSeconds(10)));
        quartz.ScheduleJob("read the circulars again",
            (CircularCatalogue circulars, Database database) => circulars.ReloadAsync(database),
            Every(TimeSpan.FromMinutes(1)));
        quartz.ScheduleJob("read the holidays again",
            (OfficeCalendar calendar, Database database) => calendar.ReloadAsync(database),
            Every(TimeSpan.FromMinutes(1)));
    }

    static Action<ITriggerConfigurator<IJob>> Every(TimeSpan interval) => trigger => trigger
        .WithSimpleSchedule(interval)
        .WithOverlapPolicy(OverlapPolicy.Skip);
}
