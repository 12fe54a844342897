using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>The receive stamp: number, date and time.</summary>
/// <param name="At">Null for now.</param>
public sealed record ReceiptForm(string Number, DateTimeOffset? At);

/// <summary>The letter by which an office passes it on.</summary>
/// <param name="OwnDeadline">An earlier deadline of its own for all below it; null when it has none.</param>
public sealed record ReissueForm(string OwnNumber, DateOnly OwnDate, DateTimeOffset? OwnDeadline);

/// <summary>
/// What an office on the way does with a circular: registers the receipt, and passes it on under its own number and date, with
/// an earlier deadline if it wants one (C-13). Both deadlines are kept: the earlier is shown below it, the issuer's enforced.
/// </summary>
public sealed class HopDesk(Database database, Tools tools, TimeProvider clock)
{
    static readonly string[] Keepers = [Role.Coordinator, Role.Clerk, Role.Executive];

    /// <exception cref="RefusedException">Not one's office, not there yet, no number, or a time that can't be.</exception>
    public Task ReceiveAsync(string sendingId, string office, ReceiptForm form, Actor actor) =>
        ChangeAsync(sendingId, office, actor, [.. Keepers, Role.Officer], (transaction, sending, delivery, now) =>
        {
            if (string.IsNullOrWhiteSpace(form.Number))
                throw CascadeRefusals.NumberNeeded("receive-number");
            var at = form.At ?? now;
            if (at > now || ThaiDate.BangkokDate(at) < sending.LetterDate)
                throw CascadeRefusals.ReceivedWhen();
            transaction.Write(
                "update deliveries set receive_number = @number, received_at = @at, received_by = @PersonId where id = @Id",
                new { number = form.Number.Trim(), at, actor.PersonId, delivery.Id });
            AuditTrail.Add(transaction, now, actor.PersonId, "circular-received", "sending", sending.Id, office,
                detail: form.Number);
            return Task.CompletedTask;
        });

    /// <exception cref="RefusedException">
    /// Not one's office, paused there, not received, passed on already, no number, a date that can't be, or a deadline that isn't
    /// earlier.
    /// </exception>
    public Task ReissueAsync(string sendingId, string office, ReissueForm form, Actor actor) =>
        ChangeAsync(sendingId, office, actor, Keepers, async (transaction, sending, delivery, now) =>
        {
            if (!delivery.IsHop)
                throw CascadeRefusals.NotTheOffices();
            await RequireGoingAsync(transaction, delivery);
            if (delivery.ReissuedAt is not null)
                throw CascadeRefusals.PassedOn();
            if (delivery.ReceivedAt is null)
                throw CascadeRefusals.ReceiveFirst();
            if (string.IsNullOrWhiteSpace(form.OwnNumber))
                throw CascadeRefusals.NumberNeeded("own-number");
            if (form.OwnDate < sending.LetterDate || form.OwnDate > ThaiDate.BangkokDate(now))
                throw CascadeRefusals.OwnDateWhen();
            transaction.Write(
                """
                update deliveries set own_number = @number, own_date = @OwnDate, reissued_at = @now, reissued_by = @PersonId
                where id = @Id
                """, new { number = form.OwnNumber.Trim(), form.OwnDate, now, actor.PersonId, delivery.Id });
            var (shownAt, shownBy) = (delivery.ShownAt, delivery.ShownBy);
            if (form.OwnDeadline is { } own)
            {
                await ShortenAsync(transaction, sending, delivery, own, actor, now);
                (shownAt, shownBy) = (own, office);
            }
            Arrival.Of(transaction, sending, tools.Calendar.Current, office, now, delivery.EnforcedAt, shownAt, shownBy);
            AuditTrail.Add(transaction, now, actor.PersonId, "circular-passed-on", "sending", sending.Id, office,
                detail: form.OwnNumber);
        });

    /// <summary>An earlier deadline, stated after the circular was passed on.</summary>
    /// <exception cref="RefusedException">Not one's office, paused there, or a deadline that isn't earlier.</exception>
    public Task ShortenAsync(string sendingId, string office, DateTimeOffset own, Actor actor) =>
        ChangeAsync(sendingId, office, actor, Keepers, async (transaction, sending, delivery, now) =>
        {
            if (!delivery.IsHop)
                throw CascadeRefusals.NotTheOffices();
            await RequireGoingAsync(transaction, delivery);
            await ShortenAsync(transaction, sending, delivery, own, actor, now);
        });

    static async Task RequireGoingAsync(Transaction transaction, Delivery delivery)
    {
        if (await CircularPause.OfPathAsync(transaction, delivery.CircularId, delivery.Path) is { } pause)
            throw PauseRefusals.PassingOn(pause);
    }

    static async Task ShortenAsync(
        Transaction transaction, Sending sending, Delivery delivery, DateTimeOffset own, Actor actor, DateTimeOffset now)
    {
        if (sending.DeadlineKey is not { } key || delivery.ShownAt is not { } given)
            throw CascadeRefusals.NoDeadlineToShorten();
        if (own >= given)
            throw CascadeRefusals.LaterDeadline(given);
        if (own <= now)
            throw CascadeRefusals.DeadlinePassed();
        await CircularDates.StateAsync(transaction, sending.CircularId, key, delivery.OrganisationCode, own, actor.PersonId, now);
        transaction.Write("update deliveries set own_deadline_at = @own where id = @Id", new { own, delivery.Id });
        // Who has it already sees the earlier one from now on.
        transaction.Write(
            """
            update deliveries set shown_at = @own, shown_by = @OrganisationCode
            where sending_id = @SendingId and path > @Path and path < @pathEnd and arrived_at is not null and shown_at > @own
            """,
            new { own, delivery.OrganisationCode, delivery.SendingId, delivery.Path, pathEnd = delivery.Path + "~" });
        AuditTrail.Add(transaction, now, actor.PersonId, "deadline-shortened", "sending", sending.Id, delivery.OrganisationCode,
            detail: $"{key}: {ThaiDate.EnglishWithTime(own)}");
    }

    Task ChangeAsync(string sendingId, string office, Actor actor, string[] roles,
        Func<Transaction, Sending, Delivery, DateTimeOffset, Task> change) => database.WriteAsync(async transaction =>
    {
        if (actor.In(office, roles) is null)
            throw CascadeRefusals.NotTheOffices();
        var sending = await transaction.FirstAsync<Sending>("select * from sendings where id = @sendingId", new { sendingId })
            ?? throw CascadeRefusals.NoSuchSending();
        if (await Delivery.LockAsync(transaction, sendingId, office) is not { ArrivedAt: not null } delivery)
            throw CascadeRefusals.NotArrived();
        await change(transaction, sending, delivery, clock.GetUtcNow());
    });
}
