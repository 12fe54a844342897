using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>
/// Sees which mails to central mailboxes were refused, and tells the local government's clerk and executive and the province:
/// otherwise nobody there would ever hear of the links (left open: wrong_mailbox).
/// </summary>
public sealed class MailboxAlarms(Database database, Tools tools, TimeProvider clock)
{
    const int AtOnce = 200;

    /// <returns>How many alarms were raised.</returns>
    public async Task<int> RaiseAsync()
    {
        var raised = 0;
        foreach (var mail in await database.QueryAsync<Mail>(
            """
            select m.outbox_key, m.organisation_code, o.failed_at, o.last_error
            from site_mails m join outbox o on o.key = m.outbox_key
            where m.settled_at is null and (o.done_at is not null or o.failed_at is not null)
            order by m.queued_at limit @AtOnce
            """, new { AtOnce }))
            raised += await SettleAsync(mail);
        return raised;
    }

    async Task<int> SettleAsync(Mail mail) => await database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        if (await transaction.ExecuteAsync(
            "update site_mails set settled_at = @now, bounced_at = @bouncedAt "
            + "where outbox_key = @OutboxKey and settled_at is null",
            new { now, bouncedAt = mail.FailedAt, mail.OutboxKey }) == 0)
            return 0;
        if (mail.FailedAt is null)
        {
            // It arrives again, so the alarm is over.
            transaction.Write(
                "update site_mails set bounced_at = null where organisation_code = @OrganisationCode and bounced_at is not null",
                mail);
            return 0;
        }
        AuditTrail.Add(transaction, now, null, "mailbox-refused", "organisation", mail.OrganisationCode, mail.OrganisationCode,
            "C-14",
            mail.LastError);
        var where = await Organisation.GetAsync(transaction, mail.OrganisationCode);
        var more = new Dictionary<string, object?> { ["mailbox"] = where.Email, ["error"] = mail.LastError };
        await SiteMail.ToRolesAsync(transaction, tools, "site-mailbox-alarm", where.Code, where.Code,
            [Role.Clerk, Role.Executive], more, $"alarm:{mail.OutboxKey}", now);
        if (await Organisation.ProvinceOfAsync(transaction, where.Code) is { } province)
            await SiteMail.ToRolesAsync(transaction, tools, "site-mailbox-alarm", where.Code, province, [Role.Coordinator], more,
                $"alarm:{mail.OutboxKey}", now);
        return 1;
    });

    sealed class Mail
    {
        public string OutboxKey { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public DateTimeOffset? FailedAt { get; init; }
        public string? LastError { get; init; }
    }
}
