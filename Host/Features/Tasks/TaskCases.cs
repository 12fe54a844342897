using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>Reads a <see cref="TaskCase"/>.</summary>
public sealed class TaskCases(Database database, DefinitionStore definitions, TimeProvider clock)
{
    /// <returns>Null when there is none, or none for this person: the two must look alike.</returns>
    public async Task<TaskCase?> FindAsync(string taskId, Actor actor)
    {
        var (found, outside) = await database.AskAsync(ask => ReadAsync(ask, taskId, actor));
        if (outside is not null)
            await NoteOutsideAsync(taskId, outside, actor);
        return found;
    }

    // Whatever can be asked by what is known is asked at once, and waited for where it is needed.
    async Task<(TaskCase? Found, Organisation? Outside)> ReadAsync(IQueries ask, string taskId, Actor actor)
    {
        if (await WorkTask.FindAsync(ask, taskId) is not { } task)
            return default;
        var (step, rules) = (StepAsync(ask, task), LetterRulesAsync(ask, task));
        var (circular, letter, past) = (StoredCircular.OfRuleAsync(ask, task.RuleId), LetterAsync(ask, task), PastAsync(ask, task));
        var (grants, proof, held) = (GrantsAsync(ask, task), ProofAsync(ask, task), HeldAsync(ask, task));
        var (moves, climbs, places) = (MovesAsync(ask, task), ClimbsAsync(ask, task), PlacesAsync(ask, task));
        var (closedBy, shownBy) = (PersonAsync(ask, task.ClosedBy), PlaceAsync(ask, task.ShownBy));
        var request = await FirstAsync<Request>(ask, "select * from requests where id = @id", task.RequestId);
        var right = await FirstAsync<Right>(ask, "select * from rights where id = @id", task.RightId ?? request?.OldRightId);
        var officer = PersonAsync(ask, request?.PersonId ?? right?.PersonId);
        var place = (await PlaceAsync(
            ask, request?.OrganisationCode ?? right?.OrganisationCode ?? task.AboutCode ?? task.OrganisationCode))!;
        var answerer = TaskAuthority.Of(task, actor);
        if (answerer is null && !actor.MaySee(place.Path))
            return (null, place);
        var flags = FlagsAsync(ask, await letter, request, place, await rules);
        var oldHolder = PersonAsync(ask, request is not null && right?.PersonId != request.PersonId ? right?.PersonId : null);
        var successors = task is { Kind: WorkTask.ChangeOfficer, ClosedAt: null } ? await SuccessorsAsync(ask, request!) : [];
        return (new TaskCase
        {
            Task = task,
            Request = request,
            Right = right,
            Place = place,
            Officer = await officer,
            OldHolder = await oldHolder,
            Successors = successors,
            Grants = await grants,
            Identity = await proof,
            Letter = await letter,
            Flags = await flags,
            Decisions = await past,
            ClosedBy = await closedBy,
            Circular = await circular,
            Clause = (await circular)?.Clauses.FirstOrDefault(clause => clause.Id == task.RuleId),
            Step = await step,
            ShownBy = await shownBy,
            IsStuck = task.ClosedAt is null && await step is null,
            Places = await places,
            Moves = await moves,
            Climbs = await climbs,
            Held = await held,
            Answerer = IsTheirs(task, request, right, answerer, actor) && IsTheirTurn(await places, task, actor) ? answerer : null,
        }, null);
    }

    /// <summary>The window by which the flow will hold this case after its approval; null while the system is open.</summary>
    public async Task<Window?> ClosedAsync(TaskCase about)
    {
        var place = (await database.FirstAsync<Place>(
            "select definition_id, version from instances where id = @InstanceId", new { about.Task.InstanceId }))!;
        var wait = (await definitions.GetAsync(place.DefinitionId, (int)place.Version)).FirstOfType("Gov.AwaitOpening");
        if (wait is null)
            return null;
        var settings = SettingsBinder.Constants<AwaitOpening.Values>(wait);
        var windows = await database.QueryAsync<Window>(
            "select * from windows where circular_id = @Circular and key = @Key", new { settings.Circular, settings.Key });
        return windows.FirstOrDefault(window => window.IsClosedAt(clock.GetUtcNow()));
    }

    // A guessed address of somebody else's task is written down (T11, B-04).
    Task NoteOutsideAsync(string taskId, Organisation place, Actor actor) => database.WriteAsync(transaction =>
    {
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "outside-scope", "task", taskId, place.Code);
        return Task.CompletedTask;
    });

    // Those whose answer the step would refuse in any case are shown no form.
    static bool IsTheirs(WorkTask task, Request? request, Right? right, Membership? answerer, Actor actor) => answerer is not null
        && (task.Kind, answerer.Role) switch
        {
            (WorkTask.ProveIdentity, Role.Officer) => request?.PersonId == actor.PersonId,
            (WorkTask.YearlyReview, Role.Officer) => right?.PersonId == actor.PersonId,
            (WorkTask.Review or WorkTask.Decide or WorkTask.ApproveAccount, _) => request?.PersonId != actor.PersonId && request?.FiledBy != actor.PersonId,
            _ => true,
        };

    static bool IsDecided(WorkTask task) => task.Kind is WorkTask.Review or WorkTask.Decide or WorkTask.ApproveAccount;

    static bool IsTheirTurn(IReadOnlyList<ApprovalPlace> places, WorkTask task, Actor actor) => places.Count == 0
        || places.All(place => place.ByPerson != actor.PersonId)
            && places.Any(place => place.IsAsked && place.Of(task, actor) is not null);

    static Task<T?> FirstAsync<T>(IQueries ask, string sql, string? id) where T : class =>
        id is null ? Task.FromResult<T?>(null) : ask.FirstAsync<T>(sql, new { id });

    static Task<Person?> PersonAsync(IQueries ask, string? id) => FirstAsync<Person>(ask, "select * from people where id = @id", id);

    static Task<Organisation?> PlaceAsync(IQueries ask, string? code) =>
        FirstAsync<Organisation>(ask, "select * from organisations where code = @id", code);

    static Task<TaskCase.Proof?> ProofAsync(IQueries ask, WorkTask task) => FirstAsync<TaskCase.Proof>(
        ask, "select method, level, name_said, name_differs, at from identity_proofs where request_id = @id order by at desc limit 1",
        task.RequestId);

    static async Task<IReadOnlyList<RequestGrant>> GrantsAsync(IQueries ask, WorkTask task) =>
        task.RequestId is null ? [] : await RequestGrant.OfAsync(ask, task.RequestId);

    static async Task<IReadOnlyList<ApprovalPlace>> PlacesAsync(IQueries ask, WorkTask task) =>
        IsDecided(task) ? await ApprovalPlace.OfAsync(ask, task.Id) : [];

    static async Task<HeldDecision?> HeldAsync(IQueries ask, WorkTask task) =>
        task.ClosedAt is null && IsDecided(task) ? await HeldDecision.OfTaskAsync(ask, task.Id) : null;

    static Task<IReadOnlyList<TaskCase.Move>> MovesAsync(IQueries ask, WorkTask task) => ask.QueryAsync<TaskCase.Move>(
        """
        select v.from_at, v.to_at, v.reason from deadlines d join deadline_moves v on v.deadline_id = d.id
        where d.task_id = @Id order by v.at, v.id
        """, new { task.Id });

    static Task<IReadOnlyList<TaskCase.Climb>> ClimbsAsync(IQueries ask, WorkTask task) => ask.QueryAsync<TaskCase.Climb>(
        """
        select e.level, e.kind, e.role, e.at, e.done_at, o.name_th as place_th, o.name_en as place_en
        from task_escalations e left join organisations o on o.code = e.organisation_code
        where e.task_id = @Id order by e.level
        """, new { task.Id });

    async Task<IReadOnlyList<LetterFlag>> FlagsAsync(
        IQueries ask, Letter? letter, Request? request, Organisation place, RequireLetter.Values? rules) =>
        letter is null ? [] : await new LetterFlags(ask, clock).OfAsync(letter, request!, place, rules);

    async Task<ActivityNode?> StepAsync(IQueries ask, WorkTask task) =>
        task.ClosedAt is null && await ask.FirstAsync<Place>(
            """
            select b.node_id, i.definition_id, i.version from bookmarks b join instances i on i.id = b.instance_id where b.id = @Id
            """, new { task.Id }) is { } place
            ? (await definitions.GetAsync(place.DefinitionId, (int)place.Version)).Nodes[place.NodeId]
            : null;

    async Task<RequireLetter.Values?> LetterRulesAsync(IQueries ask, WorkTask task)
    {
        if (task.RequestId is null || await ask.FirstAsync<Place>(
            "select definition_id, version from instances where id = @InstanceId", new { task.InstanceId }) is not { } place)
            return null;
        return (await definitions.GetAsync(place.DefinitionId, (int)place.Version)).FirstOfType("Gov.RequireLetter") is { } node
            ? SettingsBinder.Constants<RequireLetter.Values>(node)
            : null;
    }

    static Task<Letter?> LetterAsync(IQueries ask, WorkTask task) => FirstAsync<Letter>(ask,
        """
        select l.* from request_letters x join letters l on l.id = x.letter_id
        where x.request_id = @id order by x.attached_at desc, l.id desc limit 1
        """, task.RequestId);

    Task<IReadOnlyList<Person>> SuccessorsAsync(IQueries ask, Request request) => ask.QueryAsync<Person>(
        """
        select distinct p.* from people p join memberships m on m.person_id = p.id
        where m.organisation_code = @OrganisationCode and m.role = 'officer' and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
          and not exists (select 1 from rights g where g.person_id = p.id and g.organisation_code = @OrganisationCode
            and g.system = @System and g.valid_to is null)
          and not exists (select 1 from requests q where q.person_id = p.id and q.organisation_code = @OrganisationCode
            and q.system = @System and q.closed_at is null and q.id <> @Id)
        order by p.id
        """, new { request.OrganisationCode, request.System, request.Id, now = clock.GetUtcNow() });

    static Task<IReadOnlyList<TaskCase.Past>> PastAsync(IQueries ask, WorkTask task) => ask.QueryAsync<TaskCase.Past>(
        $"""
        select d.task_id, d.stage, d.answer, d.reason, d.points, d.evidence, d.capacity, d.order_number, d.step_up, d.at, p.name_en,
            p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, f.name_en as for_en,
            f.title_th || f.given_name_th || ' ' || f.family_name_th as for_th
        from decisions d join people p on p.id = d.by_person left join people f on f.id = d.for_person
        where {WhereOf(task)} order by d.at, d.id
        """, new { task.RequestId, task.RightId, task.InstanceId });

    static string WhereOf(WorkTask task) => task switch
    {
        { RequestId: not null } => "d.request_id = @RequestId",
        { RightId: not null } => "d.right_id = @RightId",
        _ => "d.task_id in (select id from tasks where instance_id = @InstanceId)",
    };

    sealed class Place
    {
        public string NodeId { get; init; } = "";
        public string DefinitionId { get; init; } = "";
        public long Version { get; init; }
    }
}
