using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rights;

/// <summary>The organisation revokes a right of its own, at any time (A-11): by its executive or its clerk.</summary>
public sealed class Revocation(Database database, OfficeCalendar calendar, Filing filing, TimeProvider clock)
{
    /// <exception cref="RefusedException">Not this organisation's executive or clerk, no reason, or no such right.</exception>
    public async Task RevokeAsync(string rightId, string reason, Actor actor)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่ยกเลิกสิทธิ", "Say why the right is revoked.");
        var rules = await filing.RulesOfSystemAsync(
            await database.FirstAsync<string>("select system from rights where id = @rightId", new { rightId }) ?? "");
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var right = await Right.FindAsync(transaction, rightId);
            if (right is null || actor.In(right.OrganisationCode, Enders(rules)) is null)
                throw new RefusedException("not-yours-to-revoke",
                    $"เฉพาะ{string.Join(" ", Enders(rules).Select(Role.Thai))} ของหน่วยงานเท่านั้นที่ยกเลิกสิทธิได้ (ข้อ {rules.EndingRule})",
                    $"Only the organisation's {string.Join(" or ", Enders(rules).Select(Role.English))} can revoke its rights.", rules.EndingRule);
            if (!await right.EndAsync(transaction, now, actor.PersonId, reason, rules.EndingRule,
                Gap.AlarmAt(calendar.Current.For(right.OrganisationCode), now, rules.GapAlarmWorkingDays)))
                throw new RefusedException("already-ended",
                    "สิทธินี้สิ้นสุดไปแล้ว โปรดเปิดหน้าสิทธิเพื่อดูสถานะล่าสุด", "This right has already ended. Look at the rights page.");
        });
    }

    // Where the organisation's own Admin grants, the Admin takes back as well (B-04).
    static IReadOnlyList<string> Enders(RequestRules.Values rules) =>
        rules.AccountSystem.Length > 0 ? [Role.Executive, Role.Clerk, Role.AdminSso] : [Role.Executive, Role.Clerk];
}
