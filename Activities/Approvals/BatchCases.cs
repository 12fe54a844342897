using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>One case as a batch sees it.</summary>
/// <param name="Step">The definition, its version and its step: a batch is of one of them.</param>
/// <param name="Warnings">What makes somebody look twice; with one of them it isn't for a batch.</param>
/// <param name="OpenedAt">When this person opened its letter; null when they haven't.</param>
public sealed record BatchCase(WorkTask Task, Request Request, Organisation Place, Person Officer, Letter Letter, string Step,
    bool NeedsCode, IReadOnlyList<LetterFlag> Warnings, DateTimeOffset? OpenedAt)
{
    public bool IsClean => Warnings.Count == 0;
}

/// <summary>Looks at a task before it is decided together with others (feature 20).</summary>
public sealed class BatchCases(Database database, DefinitionStore definitions, TimeProvider clock)
{
    /// <returns>Null when it isn't for a batch at all: no open approval, without a letter, or not this person's.</returns>
    public async Task<BatchCase?> FindAsync(string taskId, Actor actor)
    {
        if (await WorkTask.FindAsync(database, taskId) is not { ClosedAt: null, RequestId: { } requestId } task
            || TaskAuthority.Of(task, actor) is null || await StepAsync(task) is not { } step)
            return null;
        var request = (await database.FirstAsync<Request>("select * from requests where id = @requestId", new { requestId }))!;
        if (request.PersonId == actor.PersonId || request.FiledBy == actor.PersonId || await LetterAsync(request) is not { } letter)
            return null;
        var place = (await database.FirstAsync<Organisation>(
            "select * from organisations where code = @OrganisationCode", new { request.OrganisationCode }))!;
        var officer = (await database.FirstAsync<Person>("select * from people where id = @PersonId", new { request.PersonId }))!;
        var rules = step.Definition.FirstOfType("Gov.RequireLetter") is { } node
            ? SettingsBinder.Constants<RequireLetter.Values>(node) : null;
        var flags = await new LetterFlags(database, clock).OfAsync(letter, request, place, rules);
        var opened = await database.FirstAsync<Reading>(
            "select at from letter_readings where letter_id = @Id and person_id = @PersonId", new { letter.Id, actor.PersonId });
        return new BatchCase(task, request, place, officer, letter, step.Key,
            SettingsBinder.Constants<Approval.Values>(step.Node).StepUp, [.. flags, .. await DoubtsAsync(request)], opened?.At);
    }

    async Task<Step?> StepAsync(WorkTask task)
    {
        if (task.Kind is not (WorkTask.Review or WorkTask.Decide) || await database.FirstAsync<Place>(
            """
            select b.node_id, i.definition_id, i.version from bookmarks b join instances i on i.id = b.instance_id where b.id = @Id
            """, new { task.Id }) is not { } place)
            return null;
        var definition = await definitions.GetAsync(place.DefinitionId, (int)place.Version);
        return definition.Nodes[place.NodeId] is { Activity: Approval } node
            ? new Step(definition, node, $"{place.DefinitionId} {place.Version} {place.NodeId}")
            : null;
    }

    Task<Letter?> LetterAsync(Request request) => database.FirstAsync<Letter>(
        """
        select l.* from request_letters x join letters l on l.id = x.letter_id
        where x.request_id = @Id order by x.attached_at desc, l.id desc limit 1
        """, new { request.Id });

    async Task<IReadOnlyList<LetterFlag>> DoubtsAsync(Request request)
    {
        var doubts = new List<LetterFlag>();
        if (await CountAsync("select count(*) from decisions where request_id = @Id and points is not null", request) > 0)
            doubts.Add(new("late", "เคยส่งกลับให้แก้ไข", "It was sent back before"));
        if (await CountAsync("select count(*) from identity_proofs where request_id = @Id and name_differs <> 0", request) > 0)
            doubts.Add(new("bad", "ชื่อจาก ThaID ไม่ตรงกับทะเบียน", "ThaID states another name than the roster"));
        return doubts;
    }

    Task<long> CountAsync(string sql, Request request) => database.FirstAsync<long>(sql, new { request.Id });

    sealed record Step(WorkflowDefinition Definition, ActivityNode Node, string Key);

    sealed class Place
    {
        public string NodeId { get; init; } = "";
        public string DefinitionId { get; init; } = "";
        public long Version { get; init; }
    }

    sealed class Reading
    {
        public DateTimeOffset At { get; init; }
    }
}
