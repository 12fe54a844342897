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
        if (await WorkTask.FindAsync(database, taskId) is not { } task)
            return null;
        var request = await FirstAsync<Request>("select * from requests where id = @id", task.RequestId);
        var right = await FirstAsync<Right>("select * from rights where id = @id", task.RightId ?? request?.OldRightId);
        var place = (await FirstAsync<Organisation>(
            "select * from organisations where code = @id",
            request?.OrganisationCode ?? right?.OrganisationCode ?? task.AboutCode ?? task.OrganisationCode))!;
        var answerer = TaskAuthority.Of(task, actor);
        if (answerer is null && !actor.MaySee(place.Path))
        {
            await NoteOutsideAsync(task, place, actor);
            return null;
        }
        var officer = await PersonAsync(request?.PersonId ?? right?.PersonId);
        var step = task.ClosedAt is null ? await StepAsync(task) : null;
        var letter = await LetterAsync(request);
        var circular = await StoredCircular.OfRuleAsync(database, task.RuleId);
        var places = IsDecided(task) ? await ApprovalPlace.OfAsync(database, task.Id) : [];
        return new TaskCase
        {
            Task = task,
            Request = request,
            Right = right,
            Place = place,
            Officer = officer,
            OldHolder = request is not null && right is not null && right.PersonId != request.PersonId ? await PersonAsync(right.PersonId) : null,
            Successors = task is { Kind: WorkTask.ChangeOfficer, ClosedAt: null } ? await SuccessorsAsync(request!) : [],
            Grants = request is null ? [] : await RequestGrant.OfAsync(database, request.Id),
            Identity = await FirstAsync<TaskCase.Proof>(
                "select method, level, name_said, name_differs, at from identity_proofs where request_id = @id order by at desc limit 1", request?.Id),
            Letter = letter,
            Flags = letter is null ? [] : await new LetterFlags(database, clock).OfAsync(letter, request!, place, await LetterRulesAsync(task)),
            Decisions = await PastAsync(task),
            ClosedBy = await PersonAsync(task.ClosedBy),
            Circular = circular,
            Clause = circular?.Clauses.FirstOrDefault(clause => clause.Id == task.RuleId),
            Step = step,
            ShownBy = await FirstAsync<Organisation>("select * from organisations where code = @id", task.ShownBy),
            IsStuck = task.ClosedAt is null && step is null,
            Places = places,
            Moves = await database.QueryAsync<TaskCase.Move>(
                """
                select v.from_at, v.to_at, v.reason from deadlines d join deadline_moves v on v.deadline_id = d.id
                where d.task_id = @Id order by v.at, v.id
                """, new { task.Id }),
            Climbs = await database.QueryAsync<TaskCase.Climb>(
                """
                select e.level, e.kind, e.role, e.at, e.done_at, o.name_th as place_th, o.name_en as place_en
                from task_escalations e left join organisations o on o.code = e.organisation_code
                where e.task_id = @Id order by e.level
                """, new { task.Id }),
            Held = task.ClosedAt is null && IsDecided(task) ? await HeldDecision.OfTaskAsync(database, task.Id) : null,
            Answerer = IsTheirs(task, request, right, answerer, actor) && IsTheirTurn(places, task, actor) ? answerer : null,
        };
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
    Task NoteOutsideAsync(WorkTask task, Organisation place, Actor actor) => database.WriteAsync(transaction =>
    {
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "outside-scope", "task", task.Id, place.Code);
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

    Task<T?> FirstAsync<T>(string sql, string? id) where T : class =>
        id is null ? Task.FromResult<T?>(null) : database.FirstAsync<T>(sql, new { id });

    Task<Person?> PersonAsync(string? id) => FirstAsync<Person>("select * from people where id = @id", id);

    async Task<ActivityNode?> StepAsync(WorkTask task) =>
        await database.FirstAsync<Place>(
            """
            select b.node_id, i.definition_id, i.version from bookmarks b join instances i on i.id = b.instance_id where b.id = @Id
            """, new { task.Id }) is { } place
            ? (await definitions.GetAsync(place.DefinitionId, (int)place.Version)).Nodes[place.NodeId]
            : null;

    async Task<RequireLetter.Values?> LetterRulesAsync(WorkTask task)
    {
        var place = (await database.FirstAsync<Place>(
            "select definition_id, version from instances where id = @InstanceId", new { task.InstanceId }))!;
        return (await definitions.GetAsync(place.DefinitionId, (int)place.Version)).FirstOfType("Gov.RequireLetter") is { } node
            ? SettingsBinder.Constants<RequireLetter.Values>(node)
            : null;
    }

    async Task<Letter?> LetterAsync(Request? request) => request is null ? null : await database.FirstAsync<Letter>(
        """
        select l.* from request_letters x join letters l on l.id = x.letter_id
        where x.request_id = @Id order by x.attached_at desc, l.id desc limit 1
        """, new { request.Id });

    Task<IReadOnlyList<Person>> SuccessorsAsync(Request request) => database.QueryAsync<Person>(
        """
        select distinct p.* from people p join memberships m on m.person_id = p.id
        where m.organisation_code = @OrganisationCode and m.role = 'officer' and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
          and not exists (select 1 from rights g where g.person_id = p.id and g.organisation_code = @OrganisationCode
            and g.system = @System and g.valid_to is null)
          and not exists (select 1 from requests q where q.person_id = p.id and q.organisation_code = @OrganisationCode
            and q.system = @System and q.closed_at is null and q.id <> @Id)
        order by p.id
        """, new { request.OrganisationCode, request.System, request.Id, now = clock.GetUtcNow() });

    Task<IReadOnlyList<TaskCase.Past>> PastAsync(WorkTask task) => database.QueryAsync<TaskCase.Past>(
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
