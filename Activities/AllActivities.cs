using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.ControlFlow;

namespace WorkflowHost.Activities;

/// <summary>Everything a definition can name, on one page.</summary>
public static class AllActivities
{
    public static ActivityCatalog Catalog(Tools tools) => new(
    [
        .. ControlFlowActivities.All,
        new RequestRules(),
        new ProveIdentity(tools),
        new RequireLetter(tools),
        new Approval(tools),
        new ChangeOfficer(tools),
        new CloseRequest(),
        new RevokeFirst(tools),
        new GrantRight(),
        new RenewRight(),
        new SuspendRight(),
        new RevokeRight(tools),
        new IsLastHolder(),
        new AskReview(tools),
        new AwaitRestore(tools),
        new AwaitClosing(),
        new ReviewBrake(),
        new CloseReview(),
        new AskOrganisation(tools),
        new AssignDuties(tools),
        new IssueCredentials(),
        new StandingDuty(tools),
        new CollectRoster(tools),
        new AcceptRoster(),
        new AwaitOrder(tools),
        new AwaitDate(tools),
        new CloseRegistration(tools),
        new TryOut(tools),
        new AwaitPurge(tools),
        new SendMail(tools),
        new Coverage(),
        new AwaitOpening(tools),
        new SettleSubUnits(),
        new CreateSites(),
        new SendSiteLinks(tools),
        new AwaitClaims(tools),
        new ConfirmWorks(tools),
    ]);
}
