using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Rights;

/// <summary>The right that an instance is about: its input "rightId", or the old right of its request.</summary>
static class RightOf
{
    /// <summary>Locks it first: whoever ends it at the same instant takes turns with the step.</summary>
    public static async Task<Right> Async(ActivityExecutionContext context)
    {
        var id = context.Input("rightId") as string ?? (await RequestOf.Async(context)).OldRightId
            ?? throw new InvalidOperationException("This workflow is about no right.");
        context.Transaction.Lock("select id from rights where id = @id", new { id });
        return await Right.GetAsync(context.Transaction, id);
    }
}

/// <summary>
/// Lets a right go on: its holder was confirmed. Sets the day of the next review; ends a suspension. With
/// days instead of months nobody was confirmed: the right stays as it is, and the question comes again.
/// </summary>
[Described("ใช้สิทธิต่อ", "Renew the right",
    "ให้สิทธิใช้ต่อ และกำหนดวันทบทวนครั้งต่อไป",
    "Lets a right go on, and sets the day of the next review.", ActivityCategory.Cases)]
public sealed class RenewRight : Activity<RenewRight.Values>
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ทบทวนครั้งต่อไปหลัง (เดือน)", "Next review after (months)")] int ReviewAfterMonths = 12,
        [Input("หรือหลัง (วัน)", "Or after (days)")] int ReviewAfterDays = 0);

    public override string Type => "Gov.RenewRight";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var right = await RightOf.Async(context);
        if (settings.ReviewAfterDays > 0)
            right.AskAgain(context.Transaction, context.Now, context.By,
                Calendar.ThaiDate.BangkokDate(context.Now).AddDays(settings.ReviewAfterDays), settings.Rule);
        else if (!await right.ConfirmAsync(context.Transaction, context.Now, context.By,
            ReviewDay.After(context.Now, settings.ReviewAfterMonths), settings.Rule))
            throw Refusals.NoSuchRight();
        return ActivityResult.Done;
    }
}

/// <summary>Suspends a right, reversibly, when nobody answered (left open 7).</summary>
[Described("ระงับสิทธิ", "Suspend the right",
    "ระงับสิทธิไว้ คืนได้",
    "Suspends a right, reversibly.", ActivityCategory.Cases)]
public sealed class SuspendRight : Activity<SuspendRight.Values>
{
    public sealed record Values(
        [Input("เหตุผล", "Reason")] string Reason,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule);

    public override string Type => "Gov.SuspendRight";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        await (await RightOf.Async(context)).SuspendAsync(context.Transaction, context.Now, settings.Reason, settings.Rule);
        return ActivityResult.Done;
    }
}

/// <summary>Ends a right; the empty seat is measured and raises an alarm.</summary>
[Described("ยกเลิกสิทธิ", "Revoke the right",
    "ยกเลิกสิทธิ และเริ่มนับเวลาที่นั่งว่าง",
    "Ends a right; the empty seat is measured and raises an alarm.", ActivityCategory.Cases)]
public sealed class RevokeRight(Tools tools) : Activity<RevokeRight.Values>
{
    public sealed record Values(
        [Input("เหตุผล", "Reason")] string Reason,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("เตือนเมื่อที่นั่งว่างเกิน (วันทำการ)", "Alarm when the seat is empty for (working days)")] int GapAlarmWorkingDays = 3);

    public override string Type => "Gov.RevokeRight";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var right = await RightOf.Async(context);
        await right.EndAsync(context.Transaction, context.Now, context.By, settings.Reason, settings.Rule,
            Gap.AlarmAt(tools.Calendar.Current.For(right.OrganisationCode), context.Now, settings.GapAlarmWorkingDays));
        return ActivityResult.Done;
    }
}

/// <summary>Whether ending this right would leave the organisation without anybody: then the executive is asked first.</summary>
[Described("เป็นผู้ถือสิทธิคนสุดท้ายหรือไม่", "Is it the last holder?",
    "ดูว่าหากยกเลิกสิทธินี้ หน่วยงานจะไม่เหลือผู้ถือสิทธิหรือไม่",
    "Whether ending this right would leave the organisation without anybody.", ActivityCategory.Cases)]
[Outcome("Last", "คนสุดท้าย", "The last")]
[Outcome("Others", "ยังมีคนอื่น", "There are others")]
public sealed class IsLastHolder : Activity
{
    public override string Type => "Gov.IsLastHolder";

    public override IReadOnlyList<string> Outcomes => ["Last", "Others"];

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var right = await RightOf.Async(context);
        // Two holders whose windows close at the same instant take turns, or each would count on the other.
        context.Transaction.Lock("select code from organisations where code = @OrganisationCode", new { right.OrganisationCode });
        var others = (await Right.OpenOfAsync(context.Transaction, right.System, right.OrganisationCode))
            .Count(other => other.Id != right.Id && other.SuspendedAt is null);
        return ActivityResult.Complete(others == 0 ? "Last" : "Others");
    }
}
