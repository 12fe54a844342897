using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// Waits until registration closes (E-05); who is on the roster and did not register has not taken it up (T29): the province
/// is told, and may open it again for one person by exception.
/// </summary>
[Described("ปิดลงทะเบียน", "Close registration",
    "รอจนปิดลงทะเบียน แล้วบันทึกผู้มีรายชื่อที่ไม่ลงทะเบียนว่า “ไม่ใช้สิทธิ” และแจ้งจังหวัด",
    "Waits until registration closes; who did not register has not taken it up, and the province is told.",
    ActivityCategory.Waits)]
public sealed class CloseRegistration(Tools tools) : Activity<CloseRegistration.Values>
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ปิดเมื่อ (วันของหนังสือเวียน)", "Closes at (date of the circular)")] string DateKey,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "not-taken-up");

    public override string Type => "Gov.CloseRegistration";

    public override bool Waits => true;

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var values = SettingsBinder.Constants<Values>(node);
        return tools.Templates.Problems(values.Mail, "mail")
            .Concat(DateKeys.Problems(tools.Circulars, ("dateKey", values.DateKey)));
    }

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var closes = (await DateKeys.OfAsync(context, settings.DateKey)).EnforcedAt;
        if (context.Now <= closes)
            return new ActivityResult.Waiting(closes.AddSeconds(1), Payload: DateKeys.Awaited(settings.DateKey));
        if (await DateKeys.HeldAsync(context, settings.DateKey) is { } held)
            return held;
        var office = await OrganisationOf.Async(context);
        var lapsed = await context.Transaction.QueryAsync<RosterLine>(
            """
            update roster_lines set lapsed_at = @Now
            where office_code = @Code and removed_at is null and registered_at is null and lapsed_at is null returning *
            """, new { context.Now, office.Code });
        if (lapsed.Count == 0)
            return ActivityResult.Done;
        var names = string.Join(", ", lapsed.Select(line => line.NameTh).Order(StringComparer.Ordinal));
        AuditTrail.Add(context.Transaction, context.Now, null, "not-taken-up", "organisation", office.Code, office.Code,
            settings.Rule, names);
        await TellAsync(context, settings, office, names);
        return ActivityResult.Done;
    }

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        ExecuteAsync(context);

    async Task TellAsync(ActivityExecutionContext context, Values settings, Organisation office, string names)
    {
        if (await Organisation.ProvinceOfAsync(context.Transaction, office.Code) is not { } province)
            return;
        var model = await CaseModel.OfAsync(context.Transaction, null, null, settings.Rule, context.Now);
        await CaseModel.AddOrganisationAsync(context.Transaction, model, office.Code);
        model["officeTh"] = Roster.ThaiOf(office);
        model["names"] = names;
        foreach (var person in await Person.InRoleAsync(context.Transaction, province, Role.Coordinator, context.Now))
            CaseMail.Queue(context, tools, settings.Mail, person, model, $"{context.InstanceId}:{context.Node.Id}",
                organisation: office.Code);
    }
}
