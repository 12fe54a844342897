using System.Text.Json;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>A task with all that its page shows. Null for who may neither answer it nor see whose case it is.</summary>
public sealed class TaskCase
{
    public required WorkTask Task { get; init; }

    /// <summary>Whose case it is: the request's or the right's organisation.</summary>
    public required Organisation Place { get; init; }

    public Request? Request { get; init; }
    public Right? Right { get; init; }

    /// <summary>Who is to have the right, or has it; null where it is about an organisation only.</summary>
    public Person? Officer { get; init; }

    /// <summary>The holder before, where one is replaced.</summary>
    public Person? OldHolder { get; init; }

    /// <summary>Officers of the organisation who could take the request over; empty for every other kind of task.</summary>
    public IReadOnlyList<Person> Successors { get; init; } = [];

    /// <summary>The systems the request asks for, where it asks for several (B-02).</summary>
    public IReadOnlyList<RequestGrant> Grants { get; init; } = [];

    /// <summary>The latest proof of the officer's identity for this request.</summary>
    public Proof? Identity { get; init; }

    public Letter? Letter { get; init; }
    /// <summary>The scan was handed in as unreadable, and nobody has read the addressee yet (T56).</summary>
    public bool HasUnreadAddressee => Letter is { ScanUnreadable: true, AddresseeReadBy: null };

    public IReadOnlyList<LetterFlag> Flags { get; init; } = [];
    public IReadOnlyList<Past> Decisions { get; init; } = [];
    public Person? ClosedBy { get; init; }

    /// <summary>The circular and the clause that this is asked by.</summary>
    public CircularFacts? Circular { get; init; }

    public Clause? Clause { get; init; }

    /// <summary>The step as the definition has it; null once it is over.</summary>
    public ActivityNode? Step { get; init; }

    /// <summary>An answer is kept, but what follows it met a fault.</summary>
    public bool IsStuck { get; init; }

    /// <summary>Who is asked, where a step asks several; empty where the first answer decides.</summary>
    public IReadOnlyList<ApprovalPlace> Places { get; init; } = [];

    /// <summary>Moves of its deadline, with their reasons, oldest first.</summary>
    public IReadOnlyList<Move> Moves { get; init; } = [];

    /// <summary>To whom it was taken since it is late.</summary>
    public IReadOnlyList<Climb> Climbs { get; init; } = [];

    /// <summary>A decision of a batch on this task that hasn't taken effect.</summary>
    public HeldDecision? Held { get; init; }

    /// <summary>The membership by which this person may answer; null when they only look.</summary>
    public Membership? Answerer { get; init; }

    public bool IsOpen => Task.ClosedAt is null;

    public bool MayAnswer => IsOpen && !IsStuck && Answerer is not null;

    public string System => Request?.System ?? Right?.System ?? "";

    public long Seat => Request?.Seat ?? Right?.Seat ?? 0;

    public bool NeedsCode => Approval?.StepUp == true;

    public Approval.Values? Approval => Step?.Activity is Approval ? SettingsBinder.Constants<Approval.Values>(Step) : null;

    /// <summary>What is asked for beside the answer; null where a task asks nothing of an organisation, or is over.</summary>
    public AskOrganisation.Values? Ask =>
        Step?.Activity is AskOrganisation ? SettingsBinder.Constants<AskOrganisation.Values>(Step) : null;

    /// <summary>Who stated the earlier day that is shown.</summary>
    public Organisation? ShownBy { get; init; }

    public IReadOnlyList<string> Points => Task.Points is { } json ? JsonSerializer.Deserialize<List<string>>(json)! : [];

    /// <summary>How the officer proved who they are; a name other than the roster's is for the decider to judge (T102).</summary>
    public sealed class Proof
    {
        public string Method { get; init; } = "";
        public string Level { get; init; } = "";
        public string? NameSaid { get; init; }
        public bool NameDiffers { get; init; }
        public DateTimeOffset At { get; init; }
    }

    /// <summary>A move of the deadline.</summary>
    public sealed class Move
    {
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public string Reason { get; init; } = "";
    }

    /// <summary>A level of the escalation: come about, or still to come.</summary>
    public sealed class Climb
    {
        public long Level { get; init; }
        public string Kind { get; init; } = "";
        public string? Role { get; init; }
        public string? PlaceTh { get; init; }
        public string? PlaceEn { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? DoneAt { get; init; }
    }

    /// <summary>A decision on the way here.</summary>
    public sealed class Past
    {
        public string TaskId { get; init; } = "";
        public string Stage { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Reason { get; init; } = "";
        public string? Points { get; init; }
        public string? Evidence { get; init; }
        public string Capacity { get; init; } = "";
        public string? OrderNumber { get; init; }
        public string? StepUp { get; init; }
        public DateTimeOffset At { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";

        /// <summary>In whose place a deputy decided.</summary>
        public string? ForTh { get; init; }

        public string? ForEn { get; init; }

        public IReadOnlyList<string> PointList => Points is { } json ? JsonSerializer.Deserialize<List<string>>(json)! : [];
    }
}
