using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Stretches of circular B that many tests walk through, in the demo town.</summary>
static class SignOnScenes
{
    public const string EPlan = "e-Plan";
    public const string Sso = "SSO";
    public const string Officer = "town-officer";
    public const string Admin = "town-admin";

    public static Task<Request> AsksForAccountAsync(this World world, string officer = Officer, string organisation = DemoData.Town) =>
        world.FileAsync(officer, organisation, RequestKind.Account, officer, system: EPlan);

    public static Task<Request> AddsSystemAsync(this World world, string officer = Officer) =>
        world.FileAsync(officer, DemoData.Town, RequestKind.AddSystem, officer, system: EPlan);

    public static async Task<Request> WithAdminAsync(this World world)
    {
        var request = await world.AsksForAccountAsync();
        await world.ProvesIdentityAsync(request);
        return request;
    }

    public static async Task<StepResult> ApprovesAccountAsync(
        this World world, Request request, string by = Admin, string answer = Approval.Approve, string reason = "", string[]? grants = null) =>
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.ApproveAccount), by, answer, new DecisionAnswer(reason, Grants: grants));

    public static async Task<StepResult> ConfirmsAsync(
        this World world, Request request, string answer = ConfirmWorks.Works, string reason = "", string? by = null) =>
        await world.AnswerAsync(await world.OpenTaskAsync(request, WorkTask.ConfirmWorks), by ?? request.PersonId, answer, new DecisionAnswer(reason));

    public static async Task<string> StageAsync(this World world, Request request) => (await world.RequestAsync(request.Id)).Stage;

    /// <summary>What somebody holds in the town now.</summary>
    public static async Task<string[]> HoldsAsync(this World world, string person, string organisation = DemoData.Town) =>
        [.. (await world.RightsAsync(organisation)).Where(right => right.PersonId == person && right.ValidTo is null)
            .Select(right => right.System).Order(StringComparer.Ordinal)];
}
