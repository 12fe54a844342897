using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Duties;

/// <summary>
/// Every day's work (D-12), measured by the last day on which somebody with a duty checked the data: quiet for some working
/// days reminds who plans and coordinates, quiet for longer the executive. There is no sanction.
/// </summary>
[Described("ปฏิบัติงานประจำ", "Standing duty",
    "ดูวันที่มีผู้ตรวจข้อมูลล่าสุด เงียบเกินกำหนดเตือนผู้รับผิดชอบด้านการวางแผน แล้วจึงผู้บริหาร ไม่มีบทลงโทษ",
    "Looks at the last day of work; quiet for long reminds planning, then the executive. No sanction.", ActivityCategory.Waits)]
public sealed class StandingDuty(Tools tools) : Activity<StandingDuty.Values>
{
    const string ToPlanning = "planning";
    const string ToExecutive = "executive";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("เงียบกี่วันทำการจึงเตือนด้านการวางแผน (0 = ไม่ติดตาม)",
            "Quiet for (working days), then planning; 0 = off")] int RemindAfter = 5,
        [Input("เงียบต่ออีกกี่วันทำการจึงเตือนผู้บริหาร",
            "Quiet for more (working days), then the executive")] int EscalateAfter = 5,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "duty-quiet");

    public override string Type => "Gov.StandingDuty";

    public override bool Waits => true;

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var values = SettingsBinder.Constants<Values>(node);
        foreach (var problem in tools.Templates.Problems(values.Mail, "mail"))
            yield return problem;
        if (values.RemindAfter < 0 || values.EscalateAfter < 1)
            yield return new("จำนวนวันต้องไม่ติดลบ",
                "the days must not be below 0, and one at least before the executive is told", "remindAfter");
    }

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Settings(context).RemindAfter == 0 ? Task.FromResult<ActivityResult>(ActivityResult.Done)
            : WaitAsync(context, ThaiDate.BangkokDate(context.Now), ToPlanning);

    public override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus)
    {
        var settings = Settings(context);
        var (since, told) = Read(context.Payload!);
        if (await LastPauseAsync(context, settings) is { } pause)
        {
            if (pause.EndedAt is not { } ended)
                return new ActivityResult.Waiting(context.Now.AddDays(1), Payload: context.Payload);
            // Silence while the circular stood still is none.
            if (ThaiDate.BangkokDate(ended) is var on && on > since)
                since = on;
        }
        var last = await LastDayAsync(context) is { } day && day > since ? day : since;
        var quiet = tools.Calendar.Current.WorkingDaysBetween(last, ThaiDate.BangkokDate(context.Now));
        if (last > since || quiet < settings.RemindAfter)
            return await WaitAsync(context, last, ToPlanning);
        await TellAsync(context, settings, told, last, quiet);
        // After the executive the circle begins anew, from today.
        return told == ToPlanning
            ? await WaitAsync(context, since, ToExecutive)
            : await WaitAsync(context, ThaiDate.BangkokDate(context.Now), ToPlanning);
    }

    // One wake when the silence would be long enough: thousands of organisations aren't looked at every day.
    Task<ActivityResult> WaitAsync(ActivityExecutionContext context, DateOnly since, string next)
    {
        var settings = Settings(context);
        var days = settings.RemindAfter + (next == ToExecutive ? settings.EscalateAfter : 0);
        var at = ThaiDate.At(tools.Calendar.Current.AddWorkingDays(since, days), new TimeOnly(8, 30));
        return Task.FromResult<ActivityResult>(new ActivityResult.Waiting(at, Payload: $"{since:yyyy-MM-dd} {next}"));
    }

    static async Task<CircularPause?> LastPauseAsync(ActivityExecutionContext context, Values settings) =>
        (await CircularPause.HistoryAsync(
            context.Transaction, CircularDay.CircularOf(context, settings.Rule), OrganisationOf.Code(context)))
        .OrderBy(pause => pause.EndedAt ?? DateTimeOffset.MaxValue).LastOrDefault();

    static (DateOnly Since, string Next) Read(string payload) => (
        DateOnly.ParseExact(payload.Split(' ')[0], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            payload.Split(' ')[1]);

    static async Task<DateOnly?> LastDayAsync(ActivityExecutionContext context) =>
        (await context.Transaction.FirstAsync<Worked>(
            "select day from duty_days where organisation_code = @organisation order by day desc limit 1",
            new { organisation = OrganisationOf.Code(context) }))?.Day;

    async Task TellAsync(ActivityExecutionContext context, Values settings, string whom, DateOnly last, int quiet)
    {
        var organisation = OrganisationOf.Code(context);
        var people = whom == ToExecutive
            ? await Person.InRoleAsync(context.Transaction, organisation, Role.Executive, context.Now)
            : await PlannersAsync(context, organisation);
        var model = await CaseModel.OfAsync(context.Transaction, null, null, settings.Rule, context.Now);
        await CaseModel.AddOrganisationAsync(context.Transaction, model, organisation);
        model["lastTh"] = ThaiDate.WithWeekday(last);
        model["lastEn"] = ThaiDate.EnglishWithWeekday(last);
        model["quiet"] = quiet;
        foreach (var person in people)
            CaseMail.Queue(context, tools, settings.Mail, person, model,
                $"{context.InstanceId}:{context.Node.Id}:{context.Now.Ticks}",
                organisation: organisation);
        AuditTrail.Add(context.Transaction, context.Now, null, $"duty-quiet-{whom}", "organisation", organisation, organisation,
            settings.Rule, $"{quiet} วันทำการ");
    }

    static async Task<IReadOnlyList<Person>> PlannersAsync(ActivityExecutionContext context, string organisation)
    {
        var planner = (await HeldDuty.OfAsync(context.Transaction, organisation)).FirstOrDefault(held => held.Duty == "planning");
        return planner is null ? [] : [await Person.GetAsync(context.Transaction, planner.PersonId)];
    }

    sealed class Worked
    {
        public DateOnly Day { get; init; }
    }
}
