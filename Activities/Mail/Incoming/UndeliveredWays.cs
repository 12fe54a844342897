using System.Text.Json;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>
/// The ways to somebody whose mail doesn't arrive (T51, T52): a full mailbox is tried again with growing pauses for three days;
/// then, as after a final refusal, the second address, the office's central mailbox, and in the end the call list. What only
/// its reader may see goes to nobody else: from the first address straight to the call list.
/// </summary>
sealed class UndeliveredWays(Transaction transaction, Tools tools, DateTimeOffset now)
{
    public const string First = "first";
    public const string Soft = "soft";
    public const string Second = "second";
    public const string Central = "central";
    public const string Phone = "phone";

    /// <summary>To the first address once more, after somebody mended it.</summary>
    public const string Again = "again";

    static readonly TimeSpan SoftFor = TimeSpan.FromDays(3);

    /// <summary>What a mail server reports afterwards; nobody acted, so the next way waits for office hours.</summary>
    public Task TakeAsync(SentMail sent, string? task, IReadOnlyList<DeliveryStatus> statuses) =>
        // One recipient a mail. What is only delayed the mail server still tries.
        statuses.FirstOrDefault(status => status.HasFailed) is { } status
            ? FailedAsync(sent, task, status, status.IsHard, tools.Calendar.Current.OfficeTimeFrom(now))
            : Task.CompletedTask;

    /// <summary>A mail that never left, refused at its time: the next way is taken at once.</summary>
    /// <param name="marks">Whether the address itself refuses, and not only this mail.</param>
    public Task RefusedAsync(SentMail sent, string? task, DeliveryStatus status, bool marks) =>
        FailedAsync(sent, task, status, marks && status.IsHard, now);

    /// <summary>
    /// A mail that never left, held back at each of its tries over two days: the first address had its time. The clock says so,
    /// so the next way waits for office hours.
    /// </summary>
    public Task HeldBackAsync(SentMail sent, string? task, DeliveryStatus status) => FailedAsync(
        sent, task, status, marks: false, tools.Calendar.Current.OfficeTimeFrom(now), again: false);

    /// <summary>
    /// The address of this person is good now: what they never got goes to it once more. Codes and links of old stay away.
    /// </summary>
    /// <returns>How many mails go out again.</returns>
    public async Task<int> AgainAsync(Person person)
    {
        TakesMail(person.Email);
        var again = 0;
        foreach (var row in await transaction.QueryAsync<Row>(
            "select * from undelivered_mails where person_id = @Id and to_at is null order by id", new { person.Id }))
        {
            if (await SentMail.OfKeyAsync(transaction, row.OutboxKey) is not { IsPrivate: false } sent)
                continue;
            Move(row, Again, person.Email, now, row.SoftSince);
            Copy(sent, Again, person.Email, (int)row.Tries, now);
            again++;
        }
        return again;
    }

    /// <summary>Forgets that an address refused mail.</summary>
    public void TakesMail(string address) => transaction.Write(
        "delete from refusing_addresses where address = @address", new { address = address.ToLowerInvariant() });

    /// <param name="again">Whether a full mailbox is tried again before the next way.</param>
    async Task FailedAsync(
        SentMail sent, string? task, DeliveryStatus status, bool marks, DateTimeOffset earliest, bool again = true)
    {
        var row = await RowAsync(sent, task, status);
        if (marks)
            MarkAddress(sent.Recipient, status);
        // An earlier way that fails once more, as after an operator's "send again", leads nowhere new.
        if (row.Tries > 0 && sent.Way != row.Route)
            return;
        var soft = status.IsSoft ? row.SoftSince ?? now : row.SoftSince;
        var (route, address) = again && status.IsSoft && now - soft < SoftFor && IsFirst(row)
            ? (Soft, sent.Recipient)
            : await NextAsync(sent, row);
        var at = route == Soft ? now + Pause((int)row.Tries) : earliest;
        await AuditAsync(sent, row, status, route, at);
        transaction.Write(
            "update undelivered_mails set status = @Status, reason = @Diagnostic where id = @Id",
            new { status.Status, status.Diagnostic, row.Id });
        // On its way again: should that fail too, the interval goes on.
        Move(row, route, address, route == Phone ? null : at, soft);
        if (route != Phone)
            Copy(sent, route, address, (int)row.Tries, at);
    }

    void Move(Row row, string route, string address, DateTimeOffset? to, DateTimeOffset? soft) => transaction.Write(
        """
        update undelivered_mails set route = @route, address = @address, tries = tries + 1, soft_since = @soft, to_at = @to
        where id = @Id
        """, new { route, address, soft, to, row.Id });

    async Task<Row> RowAsync(SentMail sent, string? task, DeliveryStatus status)
    {
        transaction.Write(
            """
            insert into undelivered_mails (id, outbox_key, person_id, task_id, request_id, organisation_code, route, address,
                status, reason, tries, from_at)
            values (@id, @Root, @PersonId, @task, @RequestId, @organisation, @First, @Recipient, @Status, @Diagnostic, 0, @from)
            on conflict (outbox_key) do nothing
            """,
            new
            {
                id = Ids.New(now),
                sent.Root,
                sent.PersonId,
                task,
                sent.RequestId,
                organisation = await sent.OrganisationAsync(transaction),
                First,
                sent.Recipient,
                status.Status,
                status.Diagnostic,
                from = sent.DoneAt ?? (sent.SendAt < now ? sent.SendAt : now),
            });
        return (await transaction.FirstAsync<Row>(
            "select * from undelivered_mails where outbox_key = @Root", new { sent.Root }))!;
    }

    void MarkAddress(string address, DeliveryStatus status) => transaction.Write(
        """
        insert into refusing_addresses (address, status, since) values (@address, @Status, @now)
        on conflict (address) do nothing
        """, new { address = address.ToLowerInvariant(), status.Status, now });

    async Task<(string Route, string Address)> NextAsync(SentMail sent, Row row)
    {
        if (sent.IsPrivate)
            return (Phone, row.Address);
        var second = IsFirst(row) ? await transaction.FirstAsync<string>(
            "select second_email from people where id = @PersonId", new { row.PersonId }) : null;
        if (await TakesMailAsync(second, sent))
            return (Second, second!);
        var central = row.Route == Central || await OfficeAsync(row) is not { } office ? null : office.Email;
        return await TakesMailAsync(central, sent) ? (Central, central!) : (Phone, row.Address);
    }

    static bool IsFirst(Row row) => row.Route is First or Soft or Again;

    // Where the person works; for somebody in several offices the one that the mail is about.
    async Task<Organisation?> OfficeAsync(Row row) => await transaction.FirstAsync<Organisation>(
        """
        select o.* from memberships m join organisations o on o.code = m.organisation_code
        where m.person_id = @PersonId and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
        order by case when o.code = @about then 0 else 1 end, m.valid_from, m.id limit 1
        """, new { row.PersonId, now, about = row.OrganisationCode ?? "" });

    async Task<bool> TakesMailAsync(string? address, SentMail sent) => !string.IsNullOrWhiteSpace(address)
        && !address.Equals(sent.Recipient, StringComparison.OrdinalIgnoreCase)
        && await transaction.FirstAsync<string>("select address from refusing_addresses where address = @address",
            new { address = address.ToLowerInvariant() }) is null;

    // Word for word the same mail under an id of its own, so that what comes back for it is told apart.
    void Copy(SentMail sent, string route, string address, int tries, DateTimeOffset at)
    {
        var mail = JsonSerializer.Deserialize<OutgoingMail>(sent.Payload, JsonSerializerOptions.Web)!;
        var id = $"{Ids.New(now)}@{new Uri(tools.PublicUrl).Host}";
        var key = $"{sent.Root}:{route}:{tries}";
        Outbox.Queue(transaction, now, CaseMail.Channel, key, address,
            JsonSerializer.Serialize(mail with { MessageId = id, To = address }, JsonSerializerOptions.Web), at);
        transaction.Write(
            """
            insert into case_mails (outbox_key, request_id, right_id, instance_id, organisation_code, person_id, template,
                subject, queued_at, send_at, message_id, copy_of)
            select @key, request_id, right_id, instance_id, organisation_code, person_id, template, subject, @now, @at, @id, @Root
            from case_mails where outbox_key = @Root on conflict (outbox_key) do nothing
            """, new { key, now, at, id, sent.Root });
    }

    async Task AuditAsync(SentMail sent, Row row, DeliveryStatus status, string route, DateTimeOffset at)
    {
        var organisation = await sent.OrganisationAsync(transaction);
        var (subject, id) = sent.RequestId is { } request ? ("request", request) : ("mail", sent.Root);
        AuditTrail.Add(transaction, now, null, "mail-not-delivered", subject, id, organisation,
            detail: $"{status.Status} {ThaiDate.WithTime(row.FromAt)} - {ThaiDate.WithTime(now)}");
        AuditTrail.Add(transaction, now, null, route == Phone ? "mail-to-call" : "mail-other-way", subject, id, organisation,
            detail: route == Phone ? "" : $"{route} {ThaiDate.WithTime(at)}");
    }

    // 1, 4, 16, then every 24 hours.
    static TimeSpan Pause(int tries) => TimeSpan.FromHours(tries > 2 ? 24 : Math.Min(24, Math.Pow(4, tries)));

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string OutboxKey { get; init; } = "";
        public string PersonId { get; init; } = "";
        public string? OrganisationCode { get; init; }
        public string Route { get; init; } = "";
        public string Address { get; init; } = "";
        public long Tries { get; init; }
        public DateTimeOffset? SoftSince { get; init; }
        public DateTimeOffset FromAt { get; init; }
    }
}
