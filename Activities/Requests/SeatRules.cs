using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Requests;

/// <summary>The seat a request is for.</summary>
/// <param name="Also">Systems that are asked for with it, each with its seat.</param>
sealed record Seat(
    long Number, string PersonId, string? OldRightId, string Rule, IReadOnlyList<(string System, long Number)>? Also = null);

/// <summary>Decides whether a request may be filed, and for which seat (A-01 … A-09, T07, T67, T68).</summary>
sealed class SeatRules(Transaction transaction, RequestRules.Values rules, string type, DateTimeOffset now)
{
    /// <summary>What needs no look into the store but the organisation's type: coverage, system, opening.</summary>
    public static void RequireAllowed(RequestRules.Values rules, RequestForm form, Organisation organisation, string type, DateTimeOffset now)
    {
        if (!rules.CoveredTypes.Contains(type))
            throw Refusals.NotCovered(organisation, type, rules.CoverageRule);
        if (rules.KnownSystems is { Count: > 0 } known && !known.Contains(form.System))
            throw Refusals.UnknownSystem(form.System, known);
        if (!rules.Systems.Contains(form.System))
            throw Refusals.OtherSystem(form.System, rules.Systems);
        if (now < rules.OpensAt)
            throw Refusals.NotOpenYet(rules.OpensAt, rules.OpeningRule);
        if (!rules.Kinds.Contains(form.Kind))
            throw Refusals.UnknownKind(form.Kind);
    }

    public async Task<Seat> ChooseAsync(RequestForm form)
    {
        var held = await Right.OpenOfAsync(transaction, form.System, form.OrganisationCode);
        var asked = await transaction.QueryAsync<OpenRequest>(
            """
            select r.seat, r.person_id, r.reference from requests r
            where r.system = @System and r.organisation_code = @OrganisationCode and r.closed_at is null
            """, new { form.System, form.OrganisationCode });
        if (form.Kind != RequestKind.Confirm && asked.FirstOrDefault(other => other.PersonId == form.PersonId) is { } joined)
            throw Refusals.PersonHasRequest(joined.Reference);
        var seat = form.Kind switch
        {
            RequestKind.Confirm => ConfirmedSeat(form, held),
            RequestKind.Replace => ReplacedSeat(form, held),
            RequestKind.Account or RequestKind.AddSystem => await AccountSeatAsync(form, held, asked),
            _ => NewSeat(form, held, asked),
        };
        if (asked.FirstOrDefault(other => other.Seat == seat.Number) is { } open)
            throw Refusals.SeatHasRequest(seat.Number, open.Reference);
        if (form.Kind != RequestKind.Confirm)
            await RequireOwnOfficerAsync(transaction, seat.PersonId, form.OrganisationCode, held, now, rules.HolderRule);
        return seat;
    }

    /// <summary>Who takes over an open request fulfils what its first officer did (A-08, T33).</summary>
    /// <exception cref="RefusedException">Nobody was chosen, not an officer here, or one with a right or a request already.</exception>
    public static async Task RequireMayTakeOverAsync(Transaction transaction, Request request, string? person, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(person))
            throw Refusals.NoPerson();
        transaction.Lock("select code from organisations where code = @OrganisationCode", new { request.OrganisationCode });
        await RequireOwnOfficerAsync(transaction, person, request.OrganisationCode,
            await Right.OpenOfAsync(transaction, request.System, request.OrganisationCode), now, "A-08");
        if (await transaction.FirstAsync<string>(
            """
            select reference from requests
            where system = @System and organisation_code = @OrganisationCode and person_id = @person and closed_at is null and id <> @Id
            """, new { request.System, request.OrganisationCode, person, request.Id }) is { } other)
            throw Refusals.PersonHasRequest(other);
    }

    // only some types, and only who holds the right now.
    Seat ConfirmedSeat(RequestForm form, IReadOnlyList<Right> held)
    {
        if (!rules.SameOfficerTypes.Contains(type))
            throw Refusals.NoSameOfficerBranch(type);
        var right = HeldRight(form, held);
        return new Seat(right.Seat, right.PersonId, right.Id, "A-04");
    }

    // A-06, and by setting for tambon municipalities too (left open 3).
    Seat ReplacedSeat(RequestForm form, IReadOnlyList<Right> held)
    {
        var right = HeldRight(form, held);
        return new Seat(right.Seat, form.PersonId ?? throw Refusals.NoPerson(), right.Id, "A-06");
    }

    Seat NewSeat(RequestForm form, IReadOnlyList<Right> held, IReadOnlyList<OpenRequest> asked)
    {
        var person = form.PersonId ?? throw Refusals.NoPerson();
        var limit = rules.SeatsOf(type);
        var taken = held.Select(right => right.Seat).Concat(asked.Select(request => request.Seat)).ToHashSet();
        var free = Enumerable.Range(1, limit == 0 ? taken.Count + 1 : limit).FirstOrDefault(number => !taken.Contains(number));
        if (free == 0)
            throw Refusals.AllSeatsTaken(limit);
        return new Seat(free, person, null, limit == 0 ? "A-06" : "A-08");
    }

    // B-02, B-03: as many as there are officers; the account is a right of its own, with a place of its own.
    async Task<Seat> AccountSeatAsync(RequestForm form, IReadOnlyList<Right> held, IReadOnlyList<OpenRequest> asked)
    {
        var seat = NewSeat(form, held, asked);
        var accounts = await Right.OpenOfAsync(transaction, rules.AccountSystem, form.OrganisationCode);
        if (form.Kind == RequestKind.AddSystem)
            return seat with { Rule = "B-03", Also = [] };
        if (accounts.Any(account => account.PersonId == seat.PersonId))
            throw Refusals.HasAccount(rules.AccountSystem);
        return seat with
        {
            Rule = "B-02",
            Also = [(rules.AccountSystem, await FreePlaceAsync(rules.AccountSystem, form.OrganisationCode, accounts))],
        };
    }

    async Task<long> FreePlaceAsync(string system, string organisation, IReadOnlyList<Right> held)
    {
        var asked = await transaction.QueryAsync<long>(
            """
            select g.seat from request_grants g join requests q on q.id = g.request_id
            where g.system = @system and q.organisation_code = @organisation and q.closed_at is null
            """, new { system, organisation });
        var taken = held.Select(right => right.Seat).Concat(asked).ToHashSet();
        return Enumerable.Range(1, taken.Count + 1).First(number => !taken.Contains(number));
    }

    static Right HeldRight(RequestForm form, IReadOnlyList<Right> held) =>
        held.FirstOrDefault(right => right.Id == form.OldRightId) ?? throw Refusals.NoSuchRight();

    static async Task RequireOwnOfficerAsync(
        Transaction transaction, string person, string organisation, IReadOnlyList<Right> held, DateTimeOffset now, string rule)
    {
        if (!await OwnOfficer.IsAsync(transaction, person, organisation, now))
            throw Refusals.NotOwnOfficer(rule);
        if (held.Any(right => right.PersonId == person))
            throw Refusals.HasOne(rule);
    }

    sealed class OpenRequest
    {
        public long Seat { get; init; }
        public string PersonId { get; init; } = "";
        public string Reference { get; init; } = "";
    }
}
