using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Circulars;
using static WorkflowHost.Tests.Circulars.SignOnScenes;

namespace WorkflowHost.Tests.Crashes.Stories;

/// <summary>
/// Circular B: an account and e-Plan are asked for and approved in the outage, in effect when it opens (T13); what doesn't
/// work is told, and then works. Another's request ends with who asked for it.
/// </summary>
sealed class SignOnStory() : LifeStory(At(10, 1, 9))
{
    readonly Dictionary<string, string> requests = [];

    public override IReadOnlyList<Func<World, Task>> Deeds =>
    [
        File("account", RequestKind.Account, Officer, DemoData.Town),
        File("other", RequestKind.Account, "tao-officer", DemoData.Tao),
        AnswerTask("account", WorkTask.ProveIdentity, Officer, "Prove", new ProofAnswer(ProveIdentity.StandIn, "2.3")),
        Leap(At(10, 1, 10)),
        AnswerTask("account", WorkTask.ApproveAccount, Admin, Approval.Approve, new DecisionAnswer("")),
        world => world.EndsAsync("tao-officer"),
        Leap(At(10, 2, 0)),
        Leap(At(10, 2, 9)),
        AnswerTask("account", WorkTask.ConfirmWorks, Officer, ConfirmWorks.NotWorking, new DecisionAnswer("เปิดแล้วว่างเปล่า")),
        Leap(At(10, 9, 9)),
        AnswerTask("account", WorkTask.ConfirmWorks, Officer, ConfirmWorks.Works, new DecisionAnswer(""), "again"),
        Leap(At(10, 30, 9)),
    ];

    static DateTimeOffset At(int month, int day, int hour) => new(2023, month, day, hour, 0, 0, TimeSpan.FromHours(7));

    Func<World, Task> File(string name, string kind, string officer, string organisation) => async world =>
        requests[name] = (await world.FileAsync(officer, organisation, kind, officer, system: EPlan, formKey: name)).Id;

    Func<World, Task> AnswerTask(string name, string kind, string by, string answer, object data, string time = "") => Answer(
        name + kind + time, async world => (await world.OpenTaskAsync(await world.RequestAsync(requests[name]), kind)).Id,
        by, answer, data);
}
