using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using static WorkflowHost.Web.Commands.Bench.Year.YearCountry;

namespace WorkflowHost.Web.Commands.Bench.Year;

/// <summary>
/// What people do with their tasks: half answer the yearly question on time, a quarter late, a quarter never; requests are
/// proved, signed, checked and decided within days. Everything goes through the doors that pages use.
/// </summary>
sealed partial class YearPeople(YearHost host)
{
    const int AtOnce = 16;
    const string Why = "เหตุผลจำลอง";

    readonly Lock gate = new();
    readonly SortedDictionary<DateOnly, List<Func<Task>>> agenda = [];
    readonly ConcurrentDictionary<string, long> counts = new();
    readonly HashSet<string> asked = [];
    string lastTask = "";
    int letters;

    /// <summary>What was done, and what was refused by its code.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    public void Count(string what) => counts.AddOrUpdate(what, 1, (_, so) => so + 1);

    /// <summary>Something that is done on the first working day from so many days on.</summary>
    public void Plan(int inDays, Func<Task> deed) => PlanOn(host.Today.AddDays(inDays), deed);

    public void PlanOn(DateOnly day, Func<Task> deed)
    {
        lock (gate)
        {
            if (!agenda.TryGetValue(day, out var deeds))
                agenda[day] = deeds = [];
            deeds.Add(deed);
        }
    }

    /// <summary>Does what is meant for today and what days off left over.</summary>
    public async Task DoAsync()
    {
        List<Func<Task>> due;
        lock (gate)
        {
            var days = agenda.Keys.TakeWhile(day => day <= host.Today).ToList();
            due = [.. days.SelectMany(day => agenda[day])];
            foreach (var day in days)
                agenda.Remove(day);
        }
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (deed, _) => await deed());
    }

    /// <summary>Makes up people's minds about the tasks that came since the last time.</summary>
    public async Task LookAsync()
    {
        foreach (var task in await host.Database.QueryAsync<Opened>(
            """
            select t.id, t.kind, t.role, t.right_id, coalesce(q.organisation_code, r.organisation_code) as organisation,
                coalesce(q.person_id, r.person_id) as person
            from tasks t left join requests q on q.id = t.request_id left join rights r on r.id = t.right_id
            where t.id > @lastTask order by t.id
            """, new { lastTask }))
        {
            lastTask = task.Id;
            MakeUpMind(task);
        }
    }

    /// <summary>Asks for a right, by the clerk; anew in a while when the circular is paused.</summary>
    public async Task FileAsync(string organisation, string kind, string person, string? oldRight = null)
    {
        try
        {
            var form = new RequestForm(
                $"{organisation} {kind} {person} {host.Today:O}", "BBL", kind, organisation, person, oldRight, "");
            await host.Filing.FileAsync(form, await host.ActorAsync(Clerk(organisation)));
            Count("filed-" + kind);
        }
        catch (RefusedException refusal)
        {
            Count("refused-" + refusal.Code);
            if (refusal.Code == "circular-paused")
                Plan(14, () => FileAsync(organisation, kind, person, oldRight));
        }
    }

    /// <summary>Somebody new comes to an office.</summary>
    public async Task<string> JoinAsync(string organisation)
    {
        var person = $"new-{organisation}-{host.Today:yyyyMMdd}-{Interlocked.Increment(ref letters)}";
        await host.Database.WriteAsync(transaction =>
        {
            BenchCountry.Add(transaction, person, organisation, Role.Officer, host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        return person;
    }

    void MakeUpMind(Opened task)
    {
        switch (task.Kind)
        {
            case WorkTask.YearlyReview when task.Role.Contains(Role.Officer, StringComparison.Ordinal):
                Review(task);
                break;
            case WorkTask.YearlyReview:
                Count("executive-asked");
                if (Lot("executive " + task.RightId) < 0.4)
                    Plan(Days(task, 2, 8), () => AnswerAsync(task, Executive(task.Organisation), ReviewAnswers.Confirm));
                break;
            case WorkTask.Restore:
                if (Lot("restore " + task.RightId) < 0.35)
                    Plan(Days(task, 3, 20), () => AnswerAsync(task, Executive(task.Organisation), "Restore"));
                break;
            case WorkTask.ProveIdentity:
                Plan(Days(task, 1, 4), () => AnswerAsync(task, Clerk(task.Organisation), "Prove",
                    new ProofAnswer(ProveIdentity.InPerson, "2.3")));
                break;
            case WorkTask.RevokeFirst:
                Plan(1, () => AnswerAsync(task, Executive(task.Organisation), "Revoke"));
                break;
            case WorkTask.Letter:
                Plan(Days(task, 1, 4), () => AttachAsync(task));
                break;
            case WorkTask.Review:
                Plan(Days(task, 1, 4), () => AnswerAsync(task, Reviewer, Approval.Approve));
                break;
            case WorkTask.Decide:
                Plan(1, () => DecideAsync(task));
                break;
            case WorkTask.ChangeOfficer:
                Plan(1, () => AnswerAsync(task, Executive(task.Organisation), ChangeOfficer.Withdraw));
                break;
            default:
                throw new InvalidOperationException($"Nobody knows what to do with a task '{task.Kind}'.");
        }
    }

    // On time, or after the first reminder, or never.
    void Review(Opened task)
    {
        Count("asked");
        var (kind, said) = (Lot("answers " + task.RightId), Lot("says " + task.RightId));
        if (kind >= 0.75)
        {
            Count("silent");
            return;
        }
        Count(kind < 0.5 ? "answers-on-time" : "answers-late");
        // Who asked for somebody else, and is asked again because nobody came, stays.
        var stays = said < 0.88 || !asked.Add(task.RightId!);
        var answer = stays ? ReviewAnswers.Confirm : said < 0.95 ? ReviewAnswers.Replace : ReviewAnswers.GiveUp;
        var by = said * 100 % 2 < 1 ? Clerk(task.Organisation) : task.Person;
        Plan(kind < 0.5 ? Days(task, 0, 12) : Days(task, 21, 25), () => AnswerAsync(task, by, answer));
        // When the window has closed, who said "replace" asks for somebody else.
        if (answer == ReviewAnswers.Replace)
            Plan(34, () => ReplaceAsync(task));
    }

    async Task ReplaceAsync(Opened task)
    {
        if (await host.Database.FirstAsync<string>(
            "select id from rights where id = @RightId and valid_to is null and suspended_at is null", task) is not null)
            await FileAsync(task.Organisation, RequestKind.Replace, await JoinAsync(task.Organisation), task.RightId);
    }

    Task AttachAsync(Opened task) => AnswerAsync(task, Clerk(task.Organisation), RequireLetter.Attach, new LetterAnswer(
        null, $"{Interlocked.Increment(ref letters):x64}", "หนังสือ.pdf", "application/pdf", 100_000, 1,
        $"จล 5{task.Organisation[^4..]}/{letters}", host.Today, "ผู้อำนวยการสำนักงบประมาณ", "นายสมมติ " + task.Person,
        "นายสมมติ " + Executive(task.Organisation), Capacity.Own, null, "scan"));

    async Task DecideAsync(Opened task) =>
        await AnswerAsync(task, Director, Approval.Approve, new DecisionAnswer("", StepUpId: await StepUpAsync(task.Id)));

    // Asks for the code, and reads it in its mail.
    async Task<string> StepUpAsync(string task)
    {
        var director = (await host.ActorAsync(Director)).Person;
        await host.StepUp.SendAsync(task, director);
        var mail = (await host.Database.FirstAsync<string>(
            """
            select payload from outbox where key = (
                select 'mail:code:' || id || ':' || holder from one_time_codes where subject = @task
                order by created_at desc limit 1)
            """, new { task }))!;
        var code = Code().Match(JsonSerializer.Deserialize<OutgoingMail>(mail, JsonSerializerOptions.Web)!.Subject).Value;
        return await host.StepUp.UseAsync(task, Director, code);
    }

    async Task AnswerAsync(Opened task, string by, string answer, object? form = null)
    {
        form ??= new DecisionAnswer(Why);
        switch (await host.Runtime.ResumeAsync(
            task.Id, new Stimulus(answer, by, JsonSerializer.Serialize(form, form.GetType(), JsonSerializerOptions.Web))))
        {
            case StepResult.Moved:
                Count($"{task.Kind}-{answer}");
                break;
            case StepResult.AlreadyDone:
                Count("came-too-late");
                break;
            case StepResult.Refused refused:
                Count("refused-" + refused.Reason.Code);
                break;
            default:
                throw new InvalidOperationException($"The answer '{answer}' to a task '{task.Kind}' met a fault.");
        }
    }

    // The same for the same task's subject, whatever the order in which tasks are looked at.
    static int Days(Opened task, int from, int to) =>
        from + (int)(Lot(task.Kind + task.Organisation + task.Person) * (to - from));

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Code();

    sealed class Opened
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Role { get; init; } = "";
        public string? RightId { get; init; }
        public string Organisation { get; init; } = "";
        public string Person { get; init; } = "";
    }
}
