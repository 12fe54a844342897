using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rights;

/// <summary>The organisation revokes a right of its own, at any time: by its executive or its clerk.</summary>
public sealed class Revocation(Database database, OfficeCalendar calendar, Filing filing, TimeProvider clock)
{
    /// <exception cref="RefusedException">Not this organisation's executive or clerk, no reason, or no such right.</exception>
    public async Task RevokeAsync(string rightId, string reason, Actor actor)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่ยกเลิกสิทธิ", "Say why the right is revoked.");
        var rules = await filing.RulesAsync();
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var right = await Right.FindAsync(transaction, rightId);
            if (right is null || actor.In(right.OrganisationCode, Role.Executive, Role.Clerk) is null)
                throw new RefusedException("not-yours-to-revoke",
                    "เฉพาะผู้บริหารหรือปลัด/งานสารบรรณของหน่วยงานเท่านั้นที่ยกเลิกสิทธิได้ (ข้อ A-11)",
                    "Only the organisation's executive or clerk can revoke its rights.", "A-11");
            if (!await right.EndAsync(transaction, now, actor.PersonId, reason, "A-11",
                Gap.AlarmAt(calendar.Current, now, rules.GapAlarmWorkingDays)))
                throw new RefusedException("already-ended",
                    "สิทธินี้สิ้นสุดไปแล้ว โปรดเปิดหน้าสิทธิเพื่อดูสถานะล่าสุด", "This right has already ended. Look at the rights page.");
        });
    }
}
