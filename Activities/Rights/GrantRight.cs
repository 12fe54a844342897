using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Rights;

/// <summary>
/// Gives the right of a request: opens the interval on its seat, sets the day of the first review, ends the gap
/// that revoking left. The seat must be empty, and the store refuses it otherwise. Where a request asks for several systems
/// (B-02), each that was approved.
/// </summary>
[Described("ให้สิทธิ", "Grant the right",
    "ให้สิทธิตามคำขอบนที่นั่งว่าง และกำหนดวันทบทวนครั้งแรก",
    "Gives the right of a request on its empty seat, and sets the first review.", ActivityCategory.Cases)]
[Output("RightId", "สิทธิที่ให้", "The right")]
public sealed class GrantRight : Activity<GrantRight.Values>
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ทบทวนครั้งแรกหลัง (เดือน)", "First review after (months)", HelpThai = "0 = ไม่มีการทบทวน",
            HelpEnglish = "0: no review")] int ReviewAfterMonths = 12,
        [Input("คำวินิจฉัย", "Decision")] string? DecisionId = null,
        [Input("ปิดคำขอเมื่อให้สิทธิ", "Closes the request", UiHint = "checkbox")] bool ClosesRequest = true);

    public override string Type => "Gov.GrantRight";

    public override IReadOnlyList<string> Outputs => ["RightId"];

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var request = await RequestOf.Async(context);
        context.Transaction.Lock("select code from organisations where code = @OrganisationCode", new { request.OrganisationCode });
        context.Transaction.Expect(read => Right.OpenOfAsync(read, request.System, request.OrganisationCode));
        context.Transaction.Expect(read => RequestGrant.OfAsync(read, request.Id));
        await OwnOfficer.RequireStillAsync(context.Transaction, request.PersonId, request.OrganisationCode, context.Now);
        await EmptySeatAsync(context, request, settings.Rule);
        var grants = await RequestGrant.OfAsync(context.Transaction, request.Id);
        if (settings.ClosesRequest)
            Request.Close(context.Transaction, request, RequestStage.Granted, context.Now, context.By, null);
        var own = "";
        foreach (var (system, seat) in grants.Count == 0 ? [(request.System, request.Seat)] : Approved(grants))
        {
            own = Give(context, settings, request, system, seat);
            grants.FirstOrDefault(grant => grant.System == system)?.Give(context.Transaction, own);
        }
        return ActivityResult.Complete("Done", new Dictionary<string, object?> { ["RightId"] = own });
    }

    // The request's own system comes last, so that its right is the one that is named.
    static IEnumerable<(string, long)> Approved(IReadOnlyList<RequestGrant> grants) =>
        grants.Where(grant => grant.Answer == RequestGrant.Approved).Select(grant => (grant.System, grant.Seat));

    static string Give(ActivityExecutionContext context, Values settings, Request request, string system, long seat)
    {
        var right = new Right
        {
            Id = Ids.New(context.Now),
            System = system,
            OrganisationCode = request.OrganisationCode,
            Seat = seat,
            PersonId = request.PersonId,
            RequestId = request.Id,
            DecisionId = settings.DecisionId,
            ValidFrom = context.Now,
            ConfirmedAt = context.Now,
            ReviewOn = settings.ReviewAfterMonths == 0 ? null : ReviewDay.After(context.Now, settings.ReviewAfterMonths),
        };
        right.Insert(context.Transaction);
        context.Transaction.Write(
            """
            update access_gaps set ended_at = @Now, new_right_id = @Id
            where system = @System and organisation_code = @OrganisationCode and seat = @Seat and ended_at is null
            """, new { context.Now, right.Id, right.System, right.OrganisationCode, right.Seat });
        AuditTrail.Add(context.Transaction, context.Now, context.By, "right-granted", "right", right.Id, right.OrganisationCode, settings.Rule,
            system == request.System ? request.Reference : $"{system}: {request.Reference}");
        return right.Id;
    }

    // Only where the definition does not ask to revoke first (left open 3) does the old right give way here.
    static async Task EmptySeatAsync(ActivityExecutionContext context, Request request, string rule)
    {
        var open = await Right.OpenOfAsync(context.Transaction, request.System, request.OrganisationCode);
        if (open.FirstOrDefault(right => right.Seat == request.Seat) is not { } old)
            return;
        if (old.Id != request.OldRightId || RequestRules.Values.Of(context.Definition).RevokesFirst(request.OrganisationType))
            throw new RefusedException("revoke-first",
                "ยังให้สิทธิไม่ได้ เพราะสิทธิเดิมของที่นั่งนี้ยังไม่ถูกยกเลิก “ยกเลิกสิทธิของเจ้าหน้าที่คนเดิมก่อน” (ข้อ A-06)",
                "The right cannot be granted while the old one on this seat is in use; it must be revoked first.", "A-06");
        await old.EndAsync(context.Transaction, context.Now, context.By, "replaced", rule, gapAlarmAt: null);
    }
}

/// <summary>The anniversary on which a right is reviewed (A-05; left open 7).</summary>
public static class ReviewDay
{
    /// <summary>So many months after the day in Bangkok; a 31st becomes the month's last day.</summary>
    public static DateOnly After(DateTimeOffset now, int months) => ThaiDate.BangkokDate(now).AddMonths(months);
}
