using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// What organisations ask for: their first requests spread over some weeks, others after a rejection or a lapse, and a
/// successor for who leaves. A definition that nobody files under is started once for each organisation.
/// </summary>
sealed class Petitions(SimulatedWorld world, SimulationPlan plan)
{
    readonly string system = plan.Rules?.Systems[0] ?? "BBL";

    // Where an account comes first, nobody has anything from before (B-02).
    bool IsOfAccounts => plan.Rules is { AccountSystem.Length: > 0 };
    static readonly double[] SomeDays = [8, 80];
    int forms;

    /// <summary>Rights from before the start, then everybody's first step.</summary>
    public async Task BeginAsync()
    {
        var filing = world.Scenario.Filing;
        foreach (var row in world.Country.Chosen)
        {
            var officers = world.Cast.Holders(row.Code, Role.Officer);
            var holds = !IsOfAccounts && (plan.IsReview || plan.Rules?.CoveredTypes.Contains(row.Type) == true)
                && (plan.IsReview || world.Random.NextDouble() < filing.Holders);
            if (holds)
                await world.Database.WriteAsync(transaction => HadRight(transaction, row, officers[0]));
            if (plan.Rules is null && !plan.IsReview)
                world.PlanOnDay(world.Random.Next(filing.WithinDays), () => StartAsync(row));
            else if (plan.Rules is { } rules)
                foreach (var officer in officers)
                    world.PlanOnDay(world.Random.Next(filing.WithinDays), () => FirstAsync(row, officer, rules));
            foreach (var officer in officers)
                PlanDeparture(row, officer);
        }
    }

    /// <summary>A request is over: who was turned down may come again.</summary>
    public void AfterRequest(string organisation, string person, string stage)
    {
        if (stage is RequestStage.Rejected or RequestStage.RightEnded or RequestStage.Withdrawn)
            PlanAgain(organisation, person);
    }

    /// <summary>A right has ended: its holder may come again, while they are there.</summary>
    public void AfterRight(Right ended) => PlanAgain(ended.OrganisationCode, ended.PersonId);

    /// <summary>A review said that somebody else is to have the right.</summary>
    public void ToReplace(Right right) => world.PlanWithin(SomeDays, async () =>
    {
        if (plan.Rules is not null && await HeldAsync(right.OrganisationCode, right.PersonId) == right.Id)
        {
            var successor = await JoinAsync(world.Country.ByCode[right.OrganisationCode]);
            await FileAsync(RequestKind.Replace, right.OrganisationCode, successor, right.Id);
        }
    });

    // Of the invented past only this counts: who holds the seat, and when they will be asked.
    Task HadRight(Transaction transaction, OrganisationRow row, string officer)
    {
        var since = world.Clock.GetUtcNow().AddYears(-1);
        new Right
        {
            Id = Ids.New(since),
            System = system,
            OrganisationCode = row.Code,
            Seat = 1,
            PersonId = officer,
            ValidFrom = since,
            ConfirmedAt = since,
            ReviewOn = plan.From.AddDays(world.Random.Next(365)),
        }.Insert(transaction);
        return Task.CompletedTask;
    }

    async Task StartAsync(OrganisationRow row) => await world.Runtime.StartAsync(new StartRequest(
        plan.Definition.DefinitionId, row.Code,
        plan.Definition.Inputs.ToDictionary(
            input => input.Name, input => (object?)(input.Name == Coverage.CircularInput ? plan.Coverage?.Circular : row.Code)),
        $"simulation:{row.Code}"));

    async Task FirstAsync(OrganisationRow row, string officer, RequestRules.Values rules)
    {
        if (await HeldAsync(row.Code, officer) is not { } right)
            await AskAsync(row.Code, officer);
        else if (world.Random.NextDouble() < world.Scenario.Filing.Replace)
            await FileAsync(RequestKind.Replace, row.Code, await JoinAsync(row), right);
        else if (rules.SameOfficerTypes.Contains(row.Type))
            await FileAsync(RequestKind.Confirm, row.Code, officer, right);
    }

    void PlanAgain(string organisation, string person)
    {
        if (plan.Rules is not null && world.Random.NextDouble() < world.Scenario.Filing.Again)
            world.PlanWithin(SomeDays, () => AskAsync(organisation, person));
    }

    // Somebody who is there still, has nothing yet and asks for nothing.
    async Task AskAsync(string organisation, string officer)
    {
        if (world.Cast.Holders(organisation, Role.Officer).Contains(officer) && await HeldAsync(organisation, officer) is null
            && await OpenRequestAsync(organisation, officer) is null)
            await FileAsync(IsOfAccounts ? RequestKind.Account : RequestKind.New, organisation, officer, null);
    }

    async Task FileAsync(string kind, string organisation, string person, string? right)
    {
        var by = world.Cast.Holders(organisation, Role.Officer) is [var officer, ..] ? officer : person;
        try
        {
            await world.Filing.FileAsync(
                new RequestForm($"simulation-{++forms}", system, kind, organisation, person, right, ""),
                await world.ActorAsync(by));
        }
        catch (RefusedException refusal)
        {
            world.Narrator.Refused(organisation, by, refusal.Code, refusal.Rule, "file " + kind);
        }
    }

    void PlanDeparture(OrganisationRow row, string officer)
    {
        var years = (world.Until - world.Clock.GetUtcNow()).TotalDays / 365.25;
        for (var year = 0; year < years; year++)
            if (world.Random.NextDouble() < world.Scenario.LeaversPerYear)
            {
                world.PlanOnDay(year * 365 + world.Random.Next(365), () => LeaveAsync(row, officer));
                return;
            }
    }

    async Task LeaveAsync(OrganisationRow row, string officer)
    {
        var open = await OpenRequestAsync(row.Code, officer);
        var held = await HeldAsync(row.Code, officer);
        var executive = world.Cast.Holders(row.Code, Role.Executive)[0];
        await world.Departure.LeaveAsync(
            officer, row.Code, world.Clock.GetUtcNow(), await world.ActorAsync(executive), "คำสั่งจำลอง");
        world.Cast.Left(officer, row.Code, Role.Officer);
        var successor = await JoinAsync(row);
        // Where the definition asks how a request goes on whose officer has left, that is answered as any other task.
        if (open is not null && plan.Definition.FirstOfType("Gov.ChangeOfficer") is null)
            world.PlanWithin(SomeDays, () => WithdrawAsync(open, row.Code));
        if (plan.Rules is not null && (open ?? held) is not null)
            world.PlanOnDay(10, () => AskAsync(row.Code, successor));
    }

    async Task WithdrawAsync(string request, string organisation)
    {
        var clerk = world.Cast.Holders(organisation, Role.Clerk)[0];
        try
        {
            await world.Withdrawal.WithdrawAsync(request, "เจ้าหน้าที่พ้นจากหน่วยงาน", await world.ActorAsync(clerk));
        }
        catch (RefusedException refusal)
        {
            world.Narrator.Refused(organisation, clerk, refusal.Code, refusal.Rule, "withdraw");
        }
    }

    async Task<string> JoinAsync(OrganisationRow row)
    {
        var person = await world.Database.WriteAsync(transaction =>
            Task.FromResult(world.Cast.Enter(transaction, row, Role.Officer, world.Clock.GetUtcNow())));
        PlanDeparture(row, person);
        return person;
    }

    Task<string?> HeldAsync(string organisation, string person) => world.Database.FirstAsync<string>(
        "select id from rights where organisation_code = @organisation and person_id = @person and valid_to is null",
        new { organisation, person });

    Task<string?> OpenRequestAsync(string organisation, string person) => world.Database.FirstAsync<string>(
        "select id from requests where organisation_code = @organisation and person_id = @person and closed_at is null",
        new { organisation, person });
}
