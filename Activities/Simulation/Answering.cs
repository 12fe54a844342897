using System.Text.Json;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// Answers tasks as the scenario has it: each opened task is drawn an answer, somebody who gives it and an hour for it, or
/// silence. The answer goes through the engine's own door, and what its rules refuse is refused here too.
/// </summary>
sealed partial class Answering(SimulatedWorld world, CircularPeople people)
{
    /// <summary>Who is refused so often doesn't try again.</summary>
    const int MostTries = 3;

    readonly AnswerForms forms = new(world.Random, world.Cast);
    readonly HashSet<string> silent = [];
    readonly Dictionary<string, string> givenUp = [];

    /// <summary>Tasks nobody means to answer.</summary>
    public bool IsSilent(string task) => silent.Contains(task);

    /// <summary>Why everybody who could answer a task was refused again and again; null when nobody gave up.</summary>
    public string? RefusalOf(string task) => givenUp.GetValueOrDefault(task);

    /// <summary>Draws what becomes of a task that was just opened.</summary>
    public void Plan(LogRow opened, ActivityNode step, string definition)
    {
        var (task, shares) = (opened.TaskId!, world.Scenario.Of(definition, step.Id, opened.Detail!));
        var quiet = shares.Silence ?? (world.Country.IsLocal(opened.OrganisationCode!) ? world.Scenario.Silence : 0);
        var answer = Draw(shares.Of(Sensible(step, opened)));
        var badly = answer == RequireLetter.Attach && world.Random.NextDouble() < world.Scenario.BadLetters;
        if (world.Random.NextDouble() < quiet)
            silent.Add(task);
        else
            PlanTry(task, step, answer, badly, shares.WorkingHours, tries: 1);
    }

    // Nobody replies to points that were never made.
    static IReadOnlyList<string> Sensible(ActivityNode step, LogRow opened) =>
        step.Activity is RequireLetter && opened.Outcome is null ? [RequireLetter.Attach] : SimulationPlan.AnswersOf(step);

    string Draw(IReadOnlyList<(string Answer, double Share)> shares)
    {
        var point = world.Random.NextDouble() * shares.Sum(share => share.Share);
        foreach (var (answer, share) in shares)
            if ((point -= share) < 0)
                return answer;
        return shares[^1].Answer;
    }

    void PlanTry(string task, ActivityNode step, string answer, bool badly, IReadOnlyList<double>? hours, int tries) =>
        world.PlanWithin(hours ?? world.Scenario.WorkingHours, async () =>
        {
            if (await TryAsync(task, step, answer, badly) is not { } refusal)
                return;
            // Who is refused one answer mends it, or gives the one that the circular hopes for.
            if (tries < MostTries)
                PlanTry(task, step, step.Activity.AnswersOf(step)[0], badly: false, hours, tries + 1);
            else
                givenUp[task] = refusal;
        });

    /// <returns>The code of the refusal; null when it was taken, or nobody waits for it any more.</returns>
    async Task<string?> TryAsync(string task, ActivityNode step, string answer, bool badly)
    {
        var asked = await world.Database.WriteAsync(transaction => transaction.FirstAsync<Asked>(
            """
            select t.role, t.organisation_code, t.about_code, t.person_id, coalesce(q.person_id, r.person_id) as subject
            from tasks t left join requests q on q.id = t.request_id left join rights r on r.id = t.right_id
            where t.id = @task and t.closed_at is null
            """, new { task }));
        if (asked is null)
            return null;
        var candidates = asked.PersonId is { } one
            ? [one]
            : world.Cast.Candidates(asked.OrganisationCode, asked.Roles, asked.Subject);
        RefusedException? reason = null;
        foreach (var by in candidates)
            switch (await AnswerAsync(task, step, answer, by, asked, badly))
            {
                case StepResult.Refused refused:
                    reason ??= refused.Reason;
                    break;
                default:
                    return null;
            }
        var code = reason?.Code ?? "nobody-in-office";
        world.Narrator.Refused(
            asked.OrganisationCode, candidates is [var first, ..] ? first : null, code, reason?.Rule, answer, task);
        return code;
    }

    async Task<StepResult> AnswerAsync(string task, ActivityNode step, string answer, string by, Asked asked, bool badly)
    {
        await people.PrepareAsync(step, answer, asked.OrganisationCode, asked.AboutCode ?? asked.OrganisationCode, by);
        var stepUp = AnswerForms.NeedsCode(step) ? await StepUpAsync(task, by) : null;
        var data = forms.Fill(step, answer, by, asked.OrganisationCode, asked.Subject, badly, world.Clock.GetUtcNow(), stepUp,
            await EvidenceAsync(step, asked.OrganisationCode));
        return await world.Runtime.ResumeAsync(task, new Stimulus(answer, by, data));
    }

    async Task<string?> EvidenceAsync(ActivityNode step, string organisation) =>
        step.Activity is AskOrganisation
            && SettingsBinder.Constants<AskOrganisation.Values>(step).EvidenceFrom == AskOrganisation.FromRoster
            && await RosterNames.OfAsync(world.Database, organisation) is [var first, ..] ? first : null;

    // Asks for the code, and reads it in the mail that lies in the outbox.
    async Task<string> StepUpAsync(string task, string by)
    {
        var person = world.Cast.Person(by);
        await world.StepUp.SendAsync(task, person);
        var mail = await world.Database.WriteAsync(transaction => transaction.FirstAsync<string>(
            "select payload from outbox where recipient = @Email order by id desc limit 1", new { person.Email }));
        var subject = JsonSerializer.Deserialize<OutgoingMail>(mail!, JsonSerializerOptions.Web)!.Subject;
        return await world.StepUp.UseAsync(task, by, Code().Match(subject).Value);
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Code();

    sealed class Asked
    {
        public string Role { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public string? AboutCode { get; init; }
        public string? PersonId { get; init; }
        public string? Subject { get; init; }

        public IEnumerable<string> Roles => Role.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
