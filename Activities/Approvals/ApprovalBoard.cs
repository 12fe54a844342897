using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// The places of a task that asks several: who has answered, whose turn it is, who comes later. Empty where the first answer
/// decides. The instance is locked while a board is changed, so that two who answer at one instant take turns.
/// </summary>
sealed class ApprovalBoard(IReadOnlyList<ApprovalPlace> places)
{
    public bool IsEmpty => places.Count == 0;

    public string? LastDecision => places.Where(place => place.DecisionId is not null).MaxBy(place => place.At)?.DecisionId;

    public static async Task<ApprovalBoard> ReadAsync(ActivityExecutionContext context, WorkTask task) =>
        new(await ApprovalPlace.OfAsync(context.Transaction, task.Id));

    /// <summary>Gives each who is to be asked a place: the offices that are named, or all who hold the one office.</summary>
    public static async Task OpenAsync(ActivityExecutionContext context, Approval.Values settings, WorkTask task)
    {
        var asked = settings.FurtherRoles is { Count: > 0 }
            ? settings.Offices.Select(role => (role, (string?)null))
            : (await HoldersAsync(context, settings, task)).Select(person => (settings.ApproverRole, (string?)person));
        foreach (var ((role, person), number) in asked.Select((one, number) => (one, number)))
            Add(context, task, number, role, person, settings.Voting.IsInTurn && number > 0 ? null : context.Now);
    }

    /// <summary>Reads them after a look at who holds the office now: leavers lose their place, newcomers get one.</summary>
    public static async Task<ApprovalBoard> FreshAsync(ActivityExecutionContext context, Approval.Values settings, WorkTask task)
    {
        var board = await ReadAsync(context, task);
        if (settings.FurtherRoles is { Count: > 0 })
            return board;
        var holders = await HoldersAsync(context, settings, task);
        return board.Change(context, settings, task, holders) ? await ReadAsync(context, task) : board;
    }

    /// <summary>Where it is nobody's turn the next one is asked. Answers who is to be told.</summary>
    public static async Task<IReadOnlyList<Person>> TurnAsync(
        ActivityExecutionContext context, Approval.Values settings, WorkTask task)
    {
        var board = await ReadAsync(context, task);
        return settings.Voting.IsInTurn && board.Next(context, task) is { } next
            ? await PeopleAsync(context, task, next)
            : [];
    }

    /// <summary>What a mail says about them; null where the first answer decides.</summary>
    public static async Task<IReadOnlyDictionary<string, object?>?> ModelAsync(Transaction transaction, string taskId)
    {
        var places = await ApprovalPlace.OfAsync(transaction, taskId);
        return places.Count == 0 ? null : new Dictionary<string, object?>
        {
            ["saidTh"] = Listed(places.Where(place => place.Answer is not null), place => $"{place.Thai} ({VoiceWords.Thai(place.Answer)})"),
            ["saidEn"] = Listed(places.Where(place => place.Answer is not null), place => $"{place.English} ({VoiceWords.English(place.Answer)})"),
            ["stillTh"] = Listed(places.Where(place => place.IsOpen), place => place.Thai),
            ["stillEn"] = Listed(places.Where(place => place.IsOpen), place => place.English),
        };
    }

    /// <summary>The place that somebody answers from; the answer takes on the capacity in which they do.</summary>
    /// <exception cref="RefusedException">They have answered, or it isn't their turn.</exception>
    public ApprovalPlace PlaceOf(ref Answer answer, WorkTask task)
    {
        var by = answer.Actor;
        if (places.FirstOrDefault(place => place.ByPerson == by.PersonId) is { } own)
            throw ApprovalRefusals.SaidAlready(own.Thai, own.English);
        foreach (var place in places.Where(place => place.IsAsked))
            if (place.Of(task, by) is { } membership)
            {
                answer = answer with { Membership = membership };
                return place;
            }
        if (places.FirstOrDefault(place => place.DecisionId is not null && place.Of(task, by) is not null) is { } taken)
            throw ApprovalRefusals.SaidAlready(taken.Thai, taken.English);
        throw ApprovalRefusals.NotYourTurn(
            Listed(places.Where(place => place.IsAsked), place => place.Thai),
            Listed(places.Where(place => place.IsAsked), place => place.English));
    }

    /// <summary>Takes the voice of a place. Answers what the task ends with; null while others are to be heard.</summary>
    public async Task<string?> SaysAsync(ActivityExecutionContext context, Approval.Values settings, WorkTask task,
        ApprovalPlace place, string answer, string decisionId)
    {
        context.Transaction.Write("update approval_places set decision_id = @decisionId where task_id = @Id and place = @Place",
            new { decisionId, task.Id, place.Place });
        // The case goes back to who filed it, and everybody is asked anew when it returns.
        return answer == Approval.SendBack ? answer : (await ReadAsync(context, task)).Outcome(settings.Voting);
    }

    public string? Outcome(VotingRule rule) => IsEmpty ? null : rule.Outcome(
        places.Count(place => place.Answer == Approval.Approve), places.Count(place => place.Answer == Approval.Reject),
        places.Count(place => place.IsOpen));

    /// <summary>Those whose turn it is, and who stands in for them.</summary>
    public async Task<IReadOnlyList<Person>> AskedAsync(ActivityExecutionContext context, WorkTask task)
    {
        var people = new Dictionary<string, Person>();
        foreach (var place in places.Where(place => place.IsAsked))
            foreach (var person in await PeopleAsync(context, task, place))
                people.TryAdd(person.Id, person);
        return [.. people.Values.Where(person => places.All(place => place.ByPerson != person.Id))];
    }

    bool Change(
        ActivityExecutionContext context, Approval.Values settings, WorkTask task, IReadOnlyList<string> holders)
    {
        var leavers = places.Where(place => place.IsOpen && !holders.Contains(place.PersonId!)).ToList();
        foreach (var place in leavers)
            context.Transaction.Write("update approval_places set left_at = @Now where task_id = @Id and place = @Place",
                new { context.Now, task.Id, place.Place });
        var newcomers = holders.Where(holder => places.All(place => place.PersonId != holder || place.LeftAt is not null)).ToList();
        foreach (var (holder, number) in newcomers.Select((holder, number) => (holder, number)))
            Add(context, task, places.Count + number, settings.ApproverRole, holder, settings.Voting.IsInTurn ? null : context.Now);
        return leavers.Count + newcomers.Count > 0;
    }

    ApprovalPlace? Next(ActivityExecutionContext context, WorkTask task)
    {
        if (places.Any(place => place.IsAsked) || places.FirstOrDefault(place => place.IsOpen) is not { } next)
            return null;
        context.Transaction.Write("update approval_places set asked_at = @Now where task_id = @Id and place = @Place",
            new { context.Now, task.Id, next.Place });
        // The task is found in the inbox of the office whose turn it is.
        context.Transaction.Write("update tasks set role = @Role where id = @Id", new { next.Role, task.Id });
        return next;
    }

    static async Task<IReadOnlyList<Person>> PeopleAsync(ActivityExecutionContext context, WorkTask task, ApprovalPlace place) =>
        place.PersonId is null
            ? await Person.InRoleAsync(context.Transaction, task.OrganisationCode, place.Role, context.Now)
            : await context.Transaction.QueryAsync<Person>(
                """
                select distinct p.* from people p join memberships m on m.person_id = p.id
                where m.organisation_code = @OrganisationCode and m.role = @Role and m.valid_from <= @Now
                  and (m.valid_to is null or m.valid_to > @Now)
                  and (p.id = @PersonId or m.capacity <> 'own' and coalesce(m.for_person, @PersonId) = @PersonId)
                order by p.id
                """, new { task.OrganisationCode, place.Role, context.Now, place.PersonId });

    // Who came to the office first is asked first. Nobody is asked about a matter of their own.
    static async Task<IReadOnlyList<string>> HoldersAsync(ActivityExecutionContext context, Approval.Values settings, WorkTask task)
    {
        var request = await RequestOf.Async(context);
        var holders = await context.Transaction.QueryAsync<string>(
            """
            select person_id from memberships where organisation_code = @OrganisationCode and role = @ApproverRole
            and capacity = 'own' and valid_from <= @Now and (valid_to is null or valid_to > @Now)
            group by person_id order by min(valid_from), person_id
            """, new { task.OrganisationCode, settings.ApproverRole, context.Now });
        var others = new List<string>();
        foreach (var holder in holders)
            if (!await CitizenIds.IsOneOfAsync(context.Transaction, holder, request.PersonId, request.FiledBy))
                others.Add(holder);
        return others;
    }

    static void Add(
        ActivityExecutionContext context, WorkTask task, int place, string role, string? person, DateTimeOffset? asked)
    {
        context.Transaction.Write(
            "insert into approval_places (task_id, place, role, person_id, asked_at) values (@Id, @place, @role, @person, @asked)",
            new { task.Id, place, role, person, asked });
        context.Transaction.Write("update tasks set asks_several = 1 where id = @Id", new { task.Id });
    }

    static string Listed(IEnumerable<ApprovalPlace> places, Func<ApprovalPlace, string> name) => string.Join(", ", places.Select(name));
}

/// <summary>What one voice says, in a mail.</summary>
static class VoiceWords
{
    public static string Thai(string? answer) => answer == Approval.Approve ? "เห็นชอบ" : answer == Approval.Reject ? "ไม่เห็นชอบ" : "ส่งกลับ";

    public static string English(string? answer) =>
        answer == Approval.Approve ? "approved" : answer == Approval.Reject ? "rejected" : "sent back";
}
