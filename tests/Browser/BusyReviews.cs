using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Browser;

// Its yearly reviews: a right that was suspended by silence, and this year's campaign.
public sealed partial class BusyProvince
{
    async Task SuspendARightAsync()
    {
        await ReviewTodayAsync("full-1");
        await ReviewTodayAsync("full-2");
        for (var day = 0; day < 40; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await host.RunDueAsync();
        }
        Assert.That(await TasksCase.CountAsync(host, "rights", "suspended_at is not null"), Is.EqualTo(1));
    }

    // Circulars D and E: a signed order, a second to be signed, one district still missing.
    async Task PlanAReviewAsync()
    {
        var by = (await Actor.FindAsync(host.Database, "operator", host.Clock.GetUtcNow()))!;
        await host.Get<PauseDesk>().PauseAsync("D", "5990102", "น้ำท่วมสำนักงาน", by);
        var today = WorkflowHost.Activities.Calendar.ThaiDate.BangkokDate(host.Clock.GetUtcNow());
        var id = await host.Get<CampaignPlan>().PlanAsync(
            new CampaignForm("BBL", today.AddDays(1), today.AddDays(200), 5, true), by);
        await host.Get<CampaignDesk>().ExcludeAsync(id, "full-officer2", "อยู่ระหว่างสอบสวน", by);
        await host.Get<CampaignDesk>().PostponeAsync(id, "5990102", today.AddDays(150), "เลือกตั้งนายก", by);
        await ChangeAsync(
            $"""
            insert into review_brakes (id, campaign_id, scope, code, province_code, raised_at)
            select 'busy-brake', '{id}', 'province', province_code, province_code, (select max(opened_at) from reviews)
            from review_items where right_id = 'full-1'
            """);
        await ChangeAsync("update review_items set state = 'braked', brake_id = 'busy-brake' where right_id = 'full-1'");
        await ChangeAsync(
            """
            update reviews set answer = 'Confirm', answered_by = 'city-clerk', answered_at = opened_at, answers = 1,
                answer_until = '2030-01-01T00:00:00.0000000Z' where right_id = 'city-1'
            """);
        await ChangeAsync(
            """
            update review_items set state = 'answered', instance_id = (select instance_id from reviews where right_id = 'city-1')
            where right_id = 'city-1'
            """);
        Review = "/reviews/" + id;
    }

    async Task ReviewTodayAsync(string right)
    {
        var today = DateOnly.FromDateTime(host.Clock.GetUtcNow().DateTime);
        await host.Database.WriteAsync(transaction =>
            transaction.ExecuteAsync("update rights set review_on = @today where id = @right", new { today, right }));
        await host.Get<YearlyReview>().OpenDueAsync();
    }
}
