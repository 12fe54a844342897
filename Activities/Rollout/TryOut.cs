using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Follows an office through the trial (E-07): one entry at least of every prescribed type; reminders name what is missing. A
/// shortfall at the end is reported and blocks nothing, unless it is told to (T30).
/// </summary>
[Described("ทดลองปฏิบัติงาน", "Try it out",
    "ดูว่าแต่ละแห่งบันทึกรายการทดลองครบทุกประเภทหรือไม่ เตือนเฉพาะที่ขาด และรายงานเมื่อสิ้นสุด",
    "Follows an office through the trial: one entry of every type; reminders name what is missing.", ActivityCategory.Waits)]
[Outcome(Complete, "ครบทุกประเภท", "Every type was tried")]
[Outcome(Incomplete, "ไม่ครบ", "Some types are missing")]
public sealed class TryOut(Tools tools) : Activity<TryOut.Values>
{
    public const string Complete = "Complete";
    public const string Incomplete = "Incomplete";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ประเภทรายการ บรรทัดละหนึ่ง", "Types of entry, one a line", UiHint = "multitext",
            HelpThai = "เช่น fee=ค่าธรรมเนียม|Fee", HelpEnglish = "Such as fee=ค่าธรรมเนียม|Fee")] IReadOnlyList<string> Types,
        [Input("สิ้นสุด (วันของหนังสือเวียน)", "Ends at (date of the circular)")] string DateKey,
        [Input("เตือนก่อนสิ้นสุด (วันทำการ)", "Remind before the end, in working days", UiHint = "multitext")]
        IReadOnlyList<string>? RemindBefore = null,
        [Input("ไม่ครบแล้วห้ามเดินต่อ", "A shortfall blocks", UiHint = "checkbox")] bool Blocks = false,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "trial-missing")
    {
        public IReadOnlyList<TrialType> Known => [.. Types.Select(TrialType.Parse).OfType<TrialType>()];

        /// <summary>The types that the published definition prescribes.</summary>
        public static Values Of(WorkflowDefinition definition) => SettingsBinder.Constants<Values>(
            definition.FirstOfType("Gov.TryOut")
                ?? throw new InvalidOperationException($"The definition '{definition.DefinitionId}' has no step Gov.TryOut."));
    }

    public override string Type => "Gov.TryOut";

    public override bool Waits => true;

    public override IReadOnlyList<string> Outcomes => [Complete, Incomplete];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var values = SettingsBinder.Constants<Values>(node);
        foreach (var problem in tools.Templates.Problems(values.Mail, "mail")
            .Concat(DateKeys.Problems(tools.Circulars, ("dateKey", values.DateKey))))
            yield return problem;
        foreach (var line in values.Types.Where(line => TrialType.Parse(line) is null))
            yield return new($"ประเภท '{line}' ควรเขียนเช่น fee=ค่าธรรมเนียม|Fee",
                $"'{line}' should read like fee=ค่าธรรมเนียม|Fee", "types");
        foreach (var days in (values.RemindBefore ?? []).Where(days => !int.TryParse(days, out var whole) || whole < 0))
            yield return new($"วันเตือน '{days}' ต้องเป็นจำนวนวันทำการ", $"'{days}' is not a number of working days",
                "remindBefore");
    }

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        await LookAsync(context, remind: false);

    public override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        await LookAsync(context, remind: DateKeys.IsPlanned(context.Payload, context.Now));

    async Task<ActivityResult> LookAsync(ActivityExecutionContext context, bool remind)
    {
        var settings = Settings(context);
        var office = await OrganisationOf.Async(context);
        if (await DateKeys.HeldAsync(
            context, settings.DateKey, payload: DateKeys.Awaited(settings.DateKey, context.Now.AddDays(1))) is { } held)
            return held;
        var ends = (await DateKeys.OfAsync(context, settings.DateKey)).EnforcedAt;
        var missing = await MissingAsync(context, settings, office.Code);
        if (context.Now > ends)
            return End(context, settings, office, missing);
        if (remind && missing.Count > 0)
            await RemindAsync(context, settings, office, ends, missing);
        var days = (settings.RemindBefore ?? [])
            .Select(days => int.Parse(days, System.Globalization.CultureInfo.InvariantCulture));
        var next = Reminders.NextWake(tools.Calendar.Current, context.Now, ends, days);
        var wake = next is null || next >= ends ? ends.AddSeconds(1) : next.Value;
        return new ActivityResult.Waiting(wake, Payload: DateKeys.Awaited(settings.DateKey, wake));
    }

    ActivityResult End(ActivityExecutionContext context, Values settings, Organisation office, IReadOnlyList<TrialType> missing)
    {
        AuditTrail.Add(context.Transaction, context.Now, null, missing.Count == 0 ? "trial-complete" : "trial-short",
            "organisation",
            office.Code, office.Code, settings.Rule, string.Join(", ", missing.Select(type => type.Thai)));
        if (missing.Count == 0)
            return ActivityResult.Complete(Complete);
        // Where a shortfall blocks, an operator moves the case on; the circular itself blocks nothing.
        return settings.Blocks ? new ActivityResult.Waiting() : ActivityResult.Complete(Incomplete);
    }

    async Task RemindAsync(ActivityExecutionContext context, Values settings, Organisation office, DateTimeOffset ends,
        IReadOnlyList<TrialType> missing)
    {
        var model = await CaseModel.OfAsync(context.Transaction, null, null, settings.Rule, context.Now);
        await CaseModel.AddOrganisationAsync(context.Transaction, model, office.Code);
        CaseModel.AddDue(model, tools.Calendar.Current, context.Now, ends);
        model["officeTh"] = Roster.ThaiOf(office);
        model["missingTh"] = string.Join(", ", missing.Select(type => type.Thai));
        model["missingEn"] = string.Join(", ", missing.Select(type => type.English));
        var people = new List<Person>();
        foreach (var role in (string[])[Role.Coordinator, Role.Clerk])
            people.AddRange(await Person.InRoleAsync(context.Transaction, office.Code, role, context.Now));
        foreach (var person in people.DistinctBy(person => person.Id))
            CaseMail.Queue(context, tools, settings.Mail, person, model,
                $"{context.InstanceId}:{context.Node.Id}:{context.Now.Ticks}",
                organisation: office.Code);
    }

    static async Task<IReadOnlyList<TrialType>> MissingAsync(ActivityExecutionContext context, Values settings, string office)
    {
        var tried = (await context.Transaction.QueryAsync<string>(
            "select distinct type_key from trial_entries where office_code = @office", new { office })).ToHashSet();
        return [.. settings.Known.Where(type => !tried.Contains(type.Key))];
    }
}
