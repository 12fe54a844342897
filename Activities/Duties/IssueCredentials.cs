using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Duties;

/// <summary>
/// Engineering credentials by the type of organisation: a provincial administration has had them since fiscal year 2555 and
/// finds them in the message menu (D-07); municipalities and tambon administrations get them after their staff attended the
/// training (D-08, D-09), and wait until then (T24).
/// </summary>
[Described("ให้ชื่อผู้ใช้ด้านช่าง", "Issue engineering credentials",
    "อบจ. มีอยู่แล้ว เทศบาลและ อบต. ได้หลังส่งบุคลากรเข้าอบรม ยังไม่อบรมก็รอ",
    "A provincial administration has them; municipalities and tambon administrations get them after the training.",
    ActivityCategory.Waits)]
public sealed class IssueCredentials : Activity<IssueCredentials.Values>
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ต้องอบรมก่อน (เทศบาลและ อบต.)", "Training first (municipalities and TAOs)",
            UiHint = "checkbox")] bool TrainingFirst = true);

    public override string Type => "Gov.IssueCredentials";

    public override bool Waits => true;

    /// <summary>Wakes who waits for a training of this organisation.</summary>
    public static string TrainedEvent(string organisation) => "trained:" + organisation;

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var organisation = await OrganisationOf.Async(context);
        if (Settings(context).TrainingFirst && Guideline.NeedsTraining(organisation.Type)
            && await context.Transaction.FirstAsync<string>(
                "select id from duty_trainings where organisation_code = @Code limit 1", new { organisation.Code }) is null)
            return new ActivityResult.Waiting(EventName: TrainedEvent(organisation.Code));
        context.Transaction.Write(
            """
            update duties set credential = 'issued', credential_at = @Now
            where organisation_code = @Code and duty = 'engineering' and ended_at is null and credential = 'none'
            """, new { context.Now, organisation.Code });
        AuditTrail.Add(context.Transaction, context.Now, context.By, "credentials-issued", "organisation", organisation.Code,
            organisation.Code, organisation.Type switch
            {
                OrganisationType.Pao => "D-07",
                OrganisationType.Tao => "D-09",
                _ => "D-08",
            });
        return ActivityResult.Done;
    }

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        ExecuteAsync(context);
}
