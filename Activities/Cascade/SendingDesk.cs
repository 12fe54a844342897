using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>How a circular is to be sent.</summary>
/// <param name="FormKey">Of the form it was typed in; the same form sends once.</param>
/// <param name="Mode">One of <see cref="Sending.Relay"/> and <see cref="Sending.Direct"/>.</param>
/// <param name="Types">Types of organisation, out of those that the definition covers.</param>
/// <param name="Path">Whose subtree; "/" for the whole country.</param>
/// <param name="DeadlineKey">The circular's date by which units are done; null for none.</param>
/// <param name="LeastHours">Whoever has fewer office hours left on receipt is listed as reached too late.</param>
public sealed record SendingForm(
    string FormKey, string CircularId, string DefinitionId, string Mode, IReadOnlyList<string> Types, string Path,
    string? DeadlineKey, int LeastHours, string LetterNumber, DateOnly LetterDate);

/// <summary>Sends circulars: says what is to happen; <see cref="SendingJob"/> makes it happen.</summary>
public sealed class SendingDesk(Database database, DefinitionStore definitions, TimeProvider clock)
{
    const int MostHours = 10_000;

    /// <summary>Whom a sending would reach, before it is sent.</summary>
    /// <param name="Deadline">The issuer's; null when there is none.</param>
    public sealed record Preview(IReadOnlyList<TypeCount> Types, DateTimeOffset? Deadline)
    {
        public long Total => Types.Sum(type => type.Number);
    }

    /// <summary>How many organisations of a type there are.</summary>
    public sealed class TypeCount
    {
        public string Type { get; init; } = "";
        public long Number { get; init; }
    }

    /// <returns>The sending's id; the same for the same form.</returns>
    /// <exception cref="RefusedException">Not one's circular, withdrawn, paused, no such definition or date, nobody
    /// covered.</exception>
    public async Task<string> SendAsync(SendingForm form, Actor actor)
    {
        var addressees = await RequireDefinitionAsync(form);
        if (form.LeastHours is < 0 or > MostHours || form.Mode is not (Sending.Relay or Sending.Direct))
            throw Answer.Unreadable();
        if (string.IsNullOrWhiteSpace(form.LetterNumber))
            throw CascadeRefusals.NumberNeeded("own-number");
        var now = clock.GetUtcNow();
        if (form.LetterDate > ThaiDate.BangkokDate(now))
            throw CascadeRefusals.OwnDateWhen();
        return await database.WriteAsync(transaction => StoreAsync(transaction, form, addressees.System, actor, now));
    }

    /// <summary>Whom it would reach now. Writes nothing.</summary>
    public async Task<Preview> PreviewAsync(string circularId, IReadOnlyList<string> types, string path, string? deadlineKey)
    {
        var counts = await database.QueryAsync<TypeCount>(CountQuery, Counted(types, path));
        var deadline = (await CircularDates.AllAsync(database, circularId))
            .FirstOrDefault(date => date.Key == deadlineKey && date.IsIssuers)?.At;
        return new Preview(counts, deadline);
    }

    /// <summary>Starts nothing new from now on; what runs goes on, and what was started stays.</summary>
    /// <exception cref="RefusedException">Not one's agency's, or no such sending.</exception>
    public Task StopAsync(string sendingId, string reason, Actor actor) => ChangeAsync(sendingId, actor, (transaction, sending,
        now) =>
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่หยุดส่ง", "Say why the sending stops.");
        transaction.Write(
            "update sendings set phase = 'stopped', ended_at = @now, reason_th = @reason, reason_en = @reason where id = @Id",
            new { now, reason, sending.Id });
        AuditTrail.Add(transaction, now, actor.PersonId, "sending-stopped", "sending", sending.Id, detail: reason);
        return Task.CompletedTask;
    });

    /// <summary>Goes on after a stop where it was.</summary>
    /// <exception cref="RefusedException">Not one's agency's, no such sending, or the circular is withdrawn or
    /// paused.</exception>
    public Task GoOnAsync(string sendingId, Actor actor) => ChangeAsync(sendingId, actor, async (transaction, sending, now) =>
    {
        if (await WithdrawnCircular.ReasonAsync(transaction, sending.CircularId) is not null)
            throw CascadeRefusals.Withdrawn();
        await RequireGoingAsync(transaction, sending.CircularId, sending.Path);
        transaction.Write(
            """
            update sendings set phase = 'listing', ended_at = null, reason_th = null, reason_en = null
            where id = @Id and phase = 'stopped'
            """, new { sending.Id });
        AuditTrail.Add(transaction, now, actor.PersonId, "sending-goes-on", "sending", sending.Id);
    });

    async Task<Addressees> RequireDefinitionAsync(SendingForm form)
    {
        var definition = await definitions.FindPublishedAsync(form.DefinitionId)
            ?? throw CascadeRefusals.NotPerOrganisation(form.DefinitionId);
        var addressees = Addressees.Of(definition) ?? throw CascadeRefusals.NotPerOrganisation(form.DefinitionId);
        if (addressees.Circular != Coverage.AnyCircular && addressees.Circular != form.CircularId)
            throw CascadeRefusals.OtherCircular(form.DefinitionId, addressees.Circular);
        if (form.Types.Count == 0 || form.Types.Except(addressees.Types).Any())
            throw CascadeRefusals.NobodyCovered();
        return addressees;
    }

    async Task<string> StoreAsync(
        Transaction transaction, SendingForm form, string? system, Actor actor, DateTimeOffset now)
    {
        transaction.Lock("select id from circulars where id = @CircularId", new { form.CircularId });
        var issuer = await transaction.FirstAsync<string>("select issuer_code from circulars where id = @CircularId",
            new { form.CircularId })
            ?? throw CascadeRefusals.NoSuchCircular();
        if (actor.In(issuer, Role.Director, Role.Reviewer) is null)
            throw CascadeRefusals.NotTheAgencys();
        if (await transaction.FirstAsync<string>("select id from sendings where id = @FormKey",
            new { form.FormKey }) is { } known)
            return known;
        if (await WithdrawnCircular.ReasonAsync(transaction, form.CircularId) is not null)
            throw CascadeRefusals.Withdrawn();
        await RequireGoingAsync(transaction, form.CircularId, form.Path);
        if (await transaction.FirstAsync<string>(
            "select id from sendings where circular_id = @CircularId and phase = 'listing'", new { form.CircularId }) is not null)
            throw CascadeRefusals.UnderWay();
        if (form.DeadlineKey is { } key && await transaction.FirstAsync<string>(
            "select id from circular_dates where circular_id = @CircularId and key = @key and stated_by = @issuer",
            new { form.CircularId, key, issuer }) is null)
            throw CascadeRefusals.NoSuchDate(key);
        var total = (await transaction.QueryAsync<TypeCount>(CountQuery, Counted(form.Types, form.Path))).Sum(type =>
            type.Number);
        if (total == 0)
            throw CascadeRefusals.NobodyCovered();
        Insert(transaction, form, system, actor, total, now);
        AuditTrail.Add(transaction, now, actor.PersonId, "circular-sent", "circular", form.CircularId, issuer,
            detail: $"{form.FormKey}: {total} organisations, {form.Mode}");
        return form.FormKey;
    }

    // Where only a part of it is paused, the others have it now, and that part when it goes on (SendingJob).
    static async Task RequireGoingAsync(Transaction transaction, string circular, string path)
    {
        if (await CircularPause.OfPathAsync(transaction, circular, path) is { } pause)
            throw PauseRefusals.Sending(pause);
    }

    static void Insert(
        Transaction transaction, SendingForm form, string? system, Actor actor, long total, DateTimeOffset now) => new Sending
        {
            Id = form.FormKey,
            CircularId = form.CircularId,
            DefinitionId = form.DefinitionId,
            Mode = form.Mode,
            Types = string.Join(' ', form.Types),
            Path = form.Path,
            DeadlineKey = form.DeadlineKey,
            System = system,
            LeastMinutes = form.LeastHours * 60,
            LetterNumber = form.LetterNumber.Trim(),
            LetterDate = form.LetterDate,
            SentBy = actor.PersonId,
            SentAt = now,
            Total = total,
        }.Insert(transaction);

    Task ChangeAsync(string sendingId, Actor actor, Func<Transaction, Sending, DateTimeOffset, Task> change) =>
        database.WriteAsync(async transaction =>
        {
            var sending = await Sending.LockAsync(transaction, sendingId) ?? throw CascadeRefusals.NoSuchSending();
            var issuer = await transaction.FirstAsync<string>(
                "select issuer_code from circulars where id = @CircularId", new { sending.CircularId });
            if (actor.In(issuer!, Role.Director, Role.Reviewer) is null)
                throw CascadeRefusals.NotTheAgencys();
            await change(transaction, sending, clock.GetUtcNow());
        });

    const string CountQuery =
        """
        select type, count(*) as number from organisations
        where path >= @path and path < @pathEnd and @types like '% ' || type || ' %' group by type order by type
        """;

    // No code holds a tilde, which comes after every letter and digit.
    static object Counted(IReadOnlyList<string> types, string path) =>
        new { types = $" {string.Join(' ', types)} ", path, pathEnd = path + "~" };
}
