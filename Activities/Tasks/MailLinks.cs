using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// What happens to a mailed link besides being read: machines and strangers open it, and an expired one is renewed.
/// </summary>
public sealed class MailLinks(Database database, Tools tools, TimeProvider clock)
{
    public const string Renewed = "renewed";

    /// <summary>Opened without a session, as mail scanners do: one line in the audit, however often it happens (T43).</summary>
    public Task NoteMachineAsync(MailLink link) =>
        NoteOnceAsync(link, null, "link-opened-by-machine", "suspected: nobody was signed in");

    /// <summary>Opened by somebody it was not mailed to: one line in the audit for each of them (T47).</summary>
    public Task NoteStrangerAsync(MailLink link, string personId) =>
        NoteOnceAsync(link, personId, "link-refused", "mailed to somebody else");

    /// <summary>Ends an expired link and mails a new one to the same person's own address (T48).</summary>
    /// <exception cref="RefusedException">Unknown, not expired, renewed before, or its task is over.</exception>
    public Task RenewAsync(string token) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var hash = MailLink.HashOf(token);
        if (await transaction.ExecuteAsync(
            """
            update mail_links set ended_at = @now, end_reason = @Renewed
            where token_hash = @hash and ended_at is null and expires_at <= @now
            """, new { now, Renewed, hash }) == 0)
            throw NothingToRenew();
        var link = (await transaction.FirstAsync<MailLink>("select * from mail_links where token_hash = @hash", new { hash }))!;
        if (await WorkTask.FindAsync(transaction, link.TaskId) is not { ClosedAt: null } task)
            throw NothingToRenew();
        // Who may no longer answer, such as after the end of an order, is mailed nothing more.
        if (TaskAuthority.Of(task, await Actor.GetAsync(transaction, link.PersonId, now)) is null)
            throw NothingToRenew();
        await MailAsync(transaction, task, link, now);
        AuditTrail.Add(transaction, now, null, "link-renewed", "task", task.Id, task.OrganisationCode);
    });

    async Task MailAsync(Transaction transaction, WorkTask task, MailLink old, DateTimeOffset now)
    {
        var person = await Person.GetAsync(transaction, old.PersonId);
        var model = await TaskMail.ModelAsync(transaction, tools, task, now);
        foreach (var (name, value) in await Approvals.ApprovalBoard.ModelAsync(transaction, task.Id)
            ?? new Dictionary<string, object?>())
            model[name] = value;
        model["link"] = $"{tools.PublicUrl}/a/{MailLink.Create(transaction, task.Id, person.Id, now)}";
        CaseMail.Queue(transaction, now, tools, await TemplateAsync(transaction, task), person, model,
            $"{task.Id}:renewed:{old.TokenHash}", task.RequestId, task.RightId, about: TaskMail.SubjectOf(task),
            calendar: await TaskMail.CalendarOfAsync(transaction, task, now));
    }

    // The words of the mail that asked first: the definition may have a newer version by now.
    static async Task<string> TemplateAsync(Transaction transaction, WorkTask task) => await transaction.FirstAsync<string>(
        """
        select template from case_mails
        where (request_id = @RequestId or right_id = @RightId or instance_id = @InstanceId) and outbox_key like @asked
        order by queued_at limit 1
        """,
        new
        {
            RequestId = task.RequestId ?? "",
            RightId = task.RightId ?? "",
            task.InstanceId,
            asked = $"{CaseMail.Channel}:{task.Id}:%",
        })
        ?? throw new InvalidOperationException($"The task {task.Id} has a link, but no mail.");

    Task NoteOnceAsync(MailLink link, string? by, string action, string detail) => database.WriteAsync(async transaction =>
    {
        if (await transaction.FirstAsync<string>(
            "select action from audit where subject_id = @TokenHash and action = @action "
            + "and coalesce(by_person, '') = @by limit 1",
            new { link.TokenHash, action, by = by ?? "" }) is null)
            AuditTrail.Add(transaction, clock.GetUtcNow(), by, action, "link", link.TokenHash, detail: detail);
    });

    static RefusedException NothingToRenew() => new("nothing-to-renew",
        "ลิงก์นี้ส่งใหม่ไม่ได้ อาจส่งใหม่ไปแล้วหรือเรื่องเสร็จสิ้นแล้ว "
        + "โปรดเปิดจดหมายฉบับล่าสุด หรือเข้าสู่ระบบแล้วดูที่ “งานของฉัน”",
        "This link can't be sent again: it was renewed already, or the matter is over. "
        + "Open the latest mail, or sign in and look at “My tasks”.");
}
