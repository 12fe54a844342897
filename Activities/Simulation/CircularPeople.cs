using System.Globalization;
using System.Text.Json;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// What a circular asks of people besides answering tasks, done through the same verbs as on the pages: rosters and trials of E,
/// lists and claims of C, duties of D. Of any other definition it is nothing.
/// </summary>
class CircularPeople
{
    protected CircularPeople(SimulatedWorld world)
    {
        World = world;
        // A secret of this run: nothing that is sealed here outlives it.
        Vault = new CitizenIds(world.Database, () => CitizenIdKeys.Of(new byte[32]), world.Clock);
    }

    protected SimulatedWorld World { get; }
    protected CitizenIds Vault { get; }

    /// <summary>Chosen by what the definition holds, so that a draft under another name is played too.</summary>
    public static CircularPeople Of(SimulatedWorld world, SimulationPlan plan) =>
        plan.Definition.FirstOfType("Gov.CollectRoster") is not null ? new RolloutPeople(world, plan)
        : plan.Definition.FirstOfType("Gov.CreateSites") is not null ? new OnboardingPeople(world)
        : plan.Definition.FirstOfType("Gov.AssignDuties") is not null ? new DutyPeople(world, plan)
        : new CircularPeople(world);

    /// <summary>Once, before the first day.</summary>
    public virtual Task BeginAsync() => Task.CompletedTask;

    /// <summary>What somebody does before they answer a task.</summary>
    /// <param name="about">The organisation whose circular it is; where nothing is said, the asked one.</param>
    public virtual Task PrepareAsync(ActivityNode step, string answer, string asked, string about, string by) =>
        Task.CompletedTask;

    /// <summary>What follows from something that happened.</summary>
    public virtual Task ReactAsync(LogRow row) => Task.CompletedTask;

    /// <summary>A deed of who holds an office; what the rules refuse is told.</summary>
    /// <returns>Whether it was taken.</returns>
    protected async Task<bool> TryAsync(string office, string role, string what, Func<Actor, Task> deed) =>
        World.Cast.Holders(office, role) is [var by, ..]
        && await TryAsync(office, by, what, async () => await deed(await World.ActorAsync(by)));

    /// <inheritdoc cref="TryAsync(string, string, string, Func{Actor, Task})"/>
    protected async Task<bool> TryAsync(string office, string? by, string what, Func<Task> deed)
    {
        try
        {
            await deed();
            return true;
        }
        catch (RefusedException refusal)
        {
            World.Narrator.Refused(office, by, refusal.Code, refusal.Rule, what);
            return false;
        }
    }

    protected bool Happens(double share) => World.Random.NextDouble() < share;

    /// <summary>The latest mail to an address that was kept because somebody acts on it.</summary>
    protected async Task<OutgoingMail> MailToAsync(string address) => JsonSerializer.Deserialize<OutgoingMail>(
        (await World.Database.WriteAsync(transaction => transaction.FirstAsync<string>(
            "select payload from outbox where recipient = @address order by id desc limit 1", new { address })))!,
        JsonSerializerOptions.Web)!;

    /// <summary>A citizen id with a right check digit; no office ever gave out numbers that begin with four zeros.</summary>
    protected static string Invented(int number)
    {
        var digits = number.ToString("D12", CultureInfo.InvariantCulture);
        return Enumerable.Range(0, 10).Select(check => $"{digits}{check}").Single(id => CitizenId.HasValidCheckDigit(id));
    }
}
