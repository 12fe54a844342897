using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// What circular D asks besides answers: executives assign the guideline's duties, provinces map their analysts and record
/// trainings, and who holds a duty checks the data. Some trainings never come, and some offices fall quiet.
/// </summary>
sealed class DutyPeople(SimulatedWorld world, SimulationPlan plan) : CircularPeople(world)
{
    const int LastTrainingDay = 60;

    // Calendar days between two checks, the last not counted: with seven the duty was quiet for five working days (D-12).
    static readonly (int From, int To) Checks = (3, 8);

    readonly DutyDesk desk = new(world.Database, world.Clock);
    readonly AnalystMap map = new(world.Database, world.Clock);
    readonly Guideline guideline = Guideline.Find(
        SettingsBinder.Constants<AssignDuties.Values>(plan.Definition.FirstOfType("Gov.AssignDuties")!).Guideline);

    /// <summary>Each province's analysts look after its districts; two share a province.</summary>
    public override async Task BeginAsync()
    {
        foreach (var province in World.Country.ByCode.Values.Where(row => row.Type == OrganisationType.Province))
        {
            var areas = World.Country.ByCode.Values
                .Where(row => row.Type == OrganisationType.District && row.ParentCode == province.Code)
                .Select(row => row.Code).Append(AnalystMap.Direct).ToArray();
            AnalystSet[] sets =
            [
                new(World.Cast.Holders(province.Code, Role.Coordinator)[0], areas[..(areas.Length / 2)]),
                new(World.Cast.Holders(province.Code, Role.Officer)[0], areas[(areas.Length / 2)..]),
            ];
            World.PlanOnDay(World.Random.Next(5), () => TryAsync(
                province.Code, Role.Coordinator, "map", actor => map.SaveAsync(province.Code, sets, actor)));
        }
    }

    public override async Task PrepareAsync(ActivityNode step, string answer, string asked, string about, string by)
    {
        if (step.Activity is not AssignDuties)
            return;
        var actor = await World.ActorAsync(by);
        var staff = World.Cast.Holders(about, Role.Officer);
        foreach (var duty in guideline.Duties)
        {
            var person = staff[World.Random.Next(staff.Count)];
            await TryAsync(about, by, "assign " + duty.Key, () => desk.AssignAsync(about, duty.Key, person, "งานเดิม", actor));
        }
    }

    public override Task ReactAsync(LogRow row)
    {
        if (row.Event != "duties-reported")
            return Task.CompletedTask;
        var organisation = row.OrganisationCode!;
        if (Guideline.NeedsTraining(World.Country.ByCode[organisation].Type) && !Happens(World.Scenario.Silence))
            World.PlanOnDay(World.Random.Next(LastTrainingDay), () => TrainAsync(organisation));
        if (!Happens(World.Scenario.Silence))
            PlanCheck(organisation);
        return Task.CompletedTask;
    }

    Task<bool> TrainAsync(string organisation)
    {
        var today = ThaiDate.BangkokDate(World.Clock.GetUtcNow());
        return TryAsync(World.Country.ProvinceOf(organisation), Role.Coordinator, "record a training",
            actor => desk.RecordTrainingAsync(organisation, today, "ผู้เข้าอบรมจำลอง", actor));
    }

    void PlanCheck(string organisation) => World.PlanOnDay(World.Random.Next(Checks.From, Checks.To), async () =>
    {
        var holder = (await HeldDuty.OfAsync(World.Database, organisation))[0].PersonId;
        if (World.Cast.Holders(organisation, Role.Officer).Contains(holder))
            await TryAsync(organisation, holder, "note work", async () =>
                await desk.NoteWorkAsync(organisation, await World.ActorAsync(holder)));
        PlanCheck(organisation);
    });
}
