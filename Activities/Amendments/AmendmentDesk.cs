using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// Amends and withdraws circulars under way, for the issuing agency's reviewers and directors: look, write down, begin with the
/// first cases, go on with the rest, stop, take back. <see cref="AmendmentJob"/> carries it out.
/// </summary>
public sealed class AmendmentDesk(
    Database database, DefinitionStore definitions, InstanceMigration migration, CircularCatalogue circulars,
    OfficeCalendar calendar, TimeProvider clock)
{
    /// <summary>So many cases are changed before somebody looks (T81).</summary>
    public const int First = 100;

    /// <summary>A stage stops when more than one in so many could not be changed (T81: 1 %).</summary>
    public const int OneIn = 100;

    /// <summary>What the amendment as typed would do. Writes nothing.</summary>
    /// <exception cref="RefusedException">Not one's agency's, or something typed can't be.</exception>
    public async Task<AmendmentPreview> PreviewAsync(AmendmentForm form, Actor actor)
    {
        var changes = await database.WriteAsync(async transaction =>
            await CheckAsync(transaction, form, await RequireAsync(transaction, form.CircularId, actor)));
        return await LookAsync(form.CircularId, changes, withdraws: false);
    }

    /// <summary>Writes an amendment down; nothing changes yet.</summary>
    /// <returns>Its id; the same for the same form.</returns>
    /// <exception cref="RefusedException">As for <see cref="PreviewAsync"/>, or the letter is registered already.</exception>
    public Task<string> KeepAsync(AmendmentForm form, Actor actor) => database.WriteAsync(async transaction =>
    {
        var facts = await RequireAsync(transaction, form.CircularId, actor);
        return await KnownAsync(transaction, form.FormKey) ?? await KeepAsync(transaction, new Amendment
        {
            Id = form.FormKey,
            CircularId = form.CircularId,
            LetterNumber = form.Number.Trim(),
            LetterDate = form.Date,
            Reason = form.Reason.Trim(),
            Changes = (await CheckAsync(transaction, form, facts)).Write(),
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = actor.PersonId,
        });
    });

    /// <summary>Writes a withdrawal down; nothing changes yet.</summary>
    /// <returns>Its id; the same for the same form.</returns>
    /// <exception cref="RefusedException">Not one's agency's, no reason, or a letter that can't be.</exception>
    public Task<string> KeepAsync(WithdrawalForm form, Actor actor) => database.WriteAsync(async transaction =>
    {
        var facts = await RequireAsync(transaction, form.CircularId, actor);
        AmendmentFormCheck.RequireLetter(form.Number, form.Date, form.Reason, facts, clock.GetUtcNow());
        return await KnownAsync(transaction, form.FormKey) ?? await KeepAsync(transaction, new Amendment
        {
            Id = form.FormKey,
            CircularId = form.CircularId,
            Kind = Amendment.Withdraws,
            LetterNumber = form.Number.Trim(),
            LetterDate = form.Date,
            Reason = form.Reason.Trim(),
            Changes = (AmendmentChanges.None with { EndsRights = form.EndsRights }).Write(),
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = actor.PersonId,
        });
    });

    /// <summary>What a written-down amendment would do now.</summary>
    public Task<AmendmentPreview> PreviewAsync(Amendment amendment) =>
        LookAsync(amendment.CircularId, amendment.Read(), amendment.IsWithdrawal);

    /// <summary>Puts it into force, lists the cases under way, and lets the first of them be changed.</summary>
    /// <exception cref="RefusedException">
    /// Not one's agency's, begun before, paused everywhere, another is under way, a date has moved or passed since, or one's own
    /// migration.
    /// </exception>
    public async Task StartAsync(string id, Actor actor)
    {
        var circular = (await Amendment.FindAsync(database, id))?.CircularId ?? throw AmendmentRefusals.NoSuchAmendment();
        var systems = await RunningCases.SystemsAsync(database, definitions, circular);
        await ChangeAsync(id, actor, amendment => amendment.Status == Amendment.Planned, async (transaction, amendment, now) =>
        {
            await RequireGoingAsync(transaction, amendment);
            await RequireAloneAsync(transaction, amendment);
            await RequireNewAsync(transaction, amendment);
            var changes = amendment.Read();
            await RequireOthersPlanAsync(transaction, changes, actor);
            RequireToCome(changes, now);
            await PutInForceAsync(transaction, amendment, changes, actor, now);
            RunningCases.List(transaction, amendment, changes, systems);
            var cases = await CountAsync(transaction, id, AmendmentCase.Waiting);
            Begin(transaction, id, First, Math.Min(First, cases) / OneIn, actor, now);
            Audit(transaction, actor, amendment.IsWithdrawal ? "circular-withdrawn" : "circular-amended", amendment,
                $"{amendment.LetterNumber}: {cases} cases; {amendment.Reason}");
        });
        await circulars.ReloadAsync(database);
    }

    /// <summary>Goes on with all that are left; those that could not be changed are tried again.</summary>
    /// <exception cref="RefusedException">
    /// Not one's agency's, neither waiting nor stopped, or the circular is paused everywhere.
    /// </exception>
    public Task GoOnAsync(string id, Actor actor) => ChangeAsync(id, actor, amendment => amendment.MayGoOn,
        async (transaction, amendment, now) =>
        {
            await RequireGoingAsync(transaction, amendment);
            transaction.Write("update amendment_cases set state = 'waiting' where amendment_id = @id and state = 'refused'",
                new { id });
            Begin(transaction, id, null, await CountAsync(transaction, id, AmendmentCase.Waiting) / OneIn, actor, now);
            Audit(transaction, actor, "amendment-goes-on", amendment, amendment.LetterNumber);
        });

    /// <summary>Stops after the cases that are under way; what was changed stays so.</summary>
    /// <exception cref="RefusedException">Not one's agency's, or nothing is under way.</exception>
    public Task StopAsync(string id, Actor actor) => ChangeAsync(id, actor, amendment => amendment.MayStop,
        (transaction, amendment, now) =>
        {
            Amendment.End(transaction, id, Amendment.Stopped, now, "มีผู้สั่งหยุด", "Somebody stopped it.");
            Audit(transaction, actor, "amendment-stopped", amendment, amendment.LetterNumber);
            return Task.CompletedTask;
        });

    /// <summary>Takes it back: the circular as it was, and each case that nobody has acted on since.</summary>
    /// <exception cref="RefusedException">Not one's agency's, not begun, a withdrawal, or not the latest.</exception>
    public async Task TakeBackAsync(string id, Actor actor)
    {
        await ChangeAsync(id, actor, amendment => amendment.MayReturn, async (transaction, amendment, now) =>
        {
            if ((await Amendment.InForceAsync(transaction, amendment.CircularId))[^1].Id != id)
                throw AmendmentRefusals.NotTheLatest();
            await new AmendedCircular(transaction, calendar.Current, now)
                .TakeBackAsync(amendment, amendment.Read(), actor.PersonId);
            transaction.Write(
                """
                update amendments set status = 'returning', started_by = @PersonId, ended_at = null, reason_th = null,
                    reason_en = null
                where id = @id
                """, new { actor.PersonId, id });
            Audit(transaction, actor, "amendment-taken-back", amendment, amendment.LetterNumber);
        });
        await circulars.ReloadAsync(database);
    }

    /// <summary>Whether somebody may amend a circular.</summary>
    public static bool May(Actor actor, string issuer) => actor.In(issuer, Role.Director, Role.Reviewer) is not null;

    async Task<AmendmentPreview> LookAsync(string circular, AmendmentChanges changes, bool withdraws)
    {
        var preview = await AmendmentPreview.OfAsync(database, definitions, circular, changes, withdraws, clock.GetUtcNow());
        return changes.MigrationPlanId is { } plan
            ? preview with { Migration = await migration.ForecastOfAsync(plan) }
            : preview;
    }

    static async Task<CircularFacts> RequireAsync(Transaction transaction, string circular, Actor actor)
    {
        transaction.Lock("select id from circulars where id = @circular", new { circular });
        var issuer = await transaction.FirstAsync<string>("select issuer_code from circulars where id = @circular",
            new { circular }) ?? throw CascadeRefusals.NoSuchCircular();
        if (!May(actor, issuer))
            throw CascadeRefusals.NotTheAgencys();
        if (await WithdrawnCircular.ReasonAsync(transaction, circular) is not null)
            throw AmendmentRefusals.Withdrawn();
        return (await StoredCircular.FindAsync(transaction, circular))!;
    }

    Task<AmendmentChanges> CheckAsync(Transaction transaction, AmendmentForm form, CircularFacts facts) =>
        new AmendmentFormCheck(transaction, definitions, clock.GetUtcNow()).ResolveAsync(form, facts);

    static Task<string?> KnownAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<string>("select id from amendments where id = @id", new { id });

    async Task<string> KeepAsync(Transaction transaction, Amendment amendment)
    {
        await RequireNewAsync(transaction, amendment);
        amendment.Insert(transaction);
        AuditTrail.Add(transaction, clock.GetUtcNow(), amendment.CreatedBy, "amendment-planned", "circular", amendment.CircularId,
            detail: $"{amendment.LetterNumber}: {amendment.Reason}");
        return amendment.Id;
    }

    static async Task RequireNewAsync(Transaction transaction, Amendment amendment)
    {
        var identity = LetterIdentity.Read(amendment.LetterNumber, amendment.LetterDate)!;
        if (await CircularLetter.FindAsync(transaction, identity) is { } known)
            throw CascadeRefusals.Registered(identity, known.CircularId);
    }

    static async Task RequireAloneAsync(Transaction transaction, Amendment amendment)
    {
        if (await transaction.FirstAsync<Amendment>(
            """
            select * from amendments where circular_id = @CircularId and status in ('running', 'paused', 'stopped', 'returning')
            """, new { amendment.CircularId }) is { } other)
            throw AmendmentRefusals.OtherUnderWay(other);
    }

    // One that is paused in a part only is amended there too; a withdrawal needs no circular that goes on.
    static async Task RequireGoingAsync(Transaction transaction, Amendment amendment)
    {
        if (!amendment.IsWithdrawal
            && await CircularPause.OfPathAsync(transaction, amendment.CircularId, CircularPause.Everywhere) is { } pause)
            throw PauseRefusals.Amending(pause);
    }

    static async Task RequireOthersPlanAsync(Transaction transaction, AmendmentChanges changes, Actor actor)
    {
        if (changes.MigrationPlanId is { } plan && await transaction.FirstAsync<string>(
            "select created_by from migration_plans where id = @plan", new { plan }) == actor.PersonId)
            throw AmendmentRefusals.OnesOwnPlan();
    }

    // It may have lain a while since it was written down.
    static void RequireToCome(AmendmentChanges changes, DateTimeOffset now)
    {
        foreach (var change in changes.Dates)
        {
            if (change.From <= now)
                throw AmendmentRefusals.Passed(change.Key, change.From.Value);
            if (change.To <= now)
                throw AmendmentRefusals.ToThePast(change.Key);
        }
    }

    async Task PutInForceAsync(
        Transaction transaction, Amendment amendment, AmendmentChanges changes, Actor actor, DateTimeOffset now)
    {
        // The offices are told of the day they were given, so they are asked before it moves.
        AmendmentNotices.NoteOffices(transaction, amendment, changes, now);
        if (amendment.IsWithdrawal)
        {
            transaction.Write(
                """
                update circulars set withdrawn_at = @now, withdrawn_by = @PersonId, withdrawn_reason = @Reason
                where id = @CircularId
                """, new { now, actor.PersonId, amendment.Reason, amendment.CircularId });
            transaction.Write(
                """
                update sendings set phase = 'stopped', ended_at = @now, reason_th = @Reason, reason_en = @Reason
                where circular_id = @CircularId and phase <> 'stopped'
                """, new { now, amendment.Reason, amendment.CircularId });
            return;
        }
        await new AmendedCircular(transaction, calendar.Current, now).BeginAsync(amendment, changes, actor.PersonId);
        await new AmendedRecipients(transaction, now).ApplyAsync(amendment.CircularId, changes);
    }

    static void Begin(Transaction transaction, string id, int? quota, long mostFailures, Actor actor, DateTimeOffset now) =>
        transaction.Write(
            """
            update amendments set status = 'running', started_at = coalesce(started_at, @now), started_by = @PersonId,
                quota = @quota, most_failures = @mostFailures, failures = 0, ended_at = null, reason_th = null, reason_en = null
            where id = @id
            """, new { now, actor.PersonId, quota, mostFailures, id });

    static Task<long> CountAsync(Transaction transaction, string id, string state) => transaction.FirstAsync<long>(
        "select count(*) from amendment_cases where amendment_id = @id and state = @state", new { id, state });

    Task ChangeAsync(string id, Actor actor, Predicate<Amendment> may,
        Func<Transaction, Amendment, DateTimeOffset, Task> change) => database.WriteAsync(async transaction =>
    {
        var circular = await transaction.FirstAsync<string>("select circular_id from amendments where id = @id", new { id })
            ?? throw AmendmentRefusals.NoSuchAmendment();
        transaction.Lock("select id from circulars where id = @circular", new { circular });
        var amendment = (await Amendment.LockAsync(transaction, id))!;
        if (!May(actor, (await transaction.FirstAsync<string>(
            "select issuer_code from circulars where id = @circular", new { circular }))!))
            throw CascadeRefusals.NotTheAgencys();
        if (!may(amendment))
            throw AmendmentRefusals.NotNow(amendment);
        await change(transaction, amendment, clock.GetUtcNow());
    });

    void Audit(Transaction transaction, Actor actor, string action, Amendment amendment, string detail) =>
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, action, "circular", amendment.CircularId, detail: detail);
}
