using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Requests;

/// <summary>What a request form says.</summary>
/// <param name="FormKey">Made with the empty form: the same form sent twice is one request (T67).</param>
/// <param name="PersonId">Who is to have the right.</param>
/// <param name="OldRightId">The right to confirm or to replace.</param>
public sealed record RequestForm(
    string FormKey, string System, string Kind, string OrganisationCode, string? PersonId, string? OldRightId, string Note);

/// <summary>What became of a form: the request, and whether it had been filed before.</summary>
public sealed record Filed(string RequestId, string InstanceId, bool WasThere);

/// <summary>Files requests under a circular's definition.</summary>
public sealed class Filing(Database database, WorkflowRuntime runtime, DefinitionStore definitions, OfficeCalendar calendar, TimeProvider clock)
{
    /// <summary>Circular A: rights in BBL.</summary>
    public const string Definition = "bbl-access";

    /// <summary>Circular B: e-Plan through the single sign-on.</summary>
    public const string SignOnDefinition = "eplan-sso";

    /// <summary>The rules as they are published now; the form shows what they allow.</summary>
    public async Task<RequestRules.Values> RulesAsync(string definition = Definition) =>
        RequestRules.Values.Of(await definitions.PublishedAsync(definition));

    /// <summary>The rules under which rights in a system are asked for and ended.</summary>
    public async Task<RequestRules.Values> RulesOfSystemAsync(string system) => await RulesAsync(await DefinitionOfAsync(system));

    /// <summary>
    /// The code of the agency that decides on requests for a system, as the first step that approves has it; null where no agency
    /// does, but the organisation itself (B-04).
    /// </summary>
    public async Task<string?> AgencyAsync(string system)
    {
        var definition = await definitions.PublishedAsync(await DefinitionOfAsync(system));
        var place = SettingsBinder.Constants<Approval.Values>(definition.FirstOfType("Gov.Approval")
            ?? throw new InvalidOperationException($"The definition '{definition.DefinitionId}' has no step Gov.Approval.")).Organisation;
        return place is AskOrganisation.Own or AskOrganisation.Province ? null : place;
    }

    /// <summary>Files a request and starts its workflow, or refuses it with the clause and leaves nothing behind.</summary>
    /// <exception cref="RefusedException">It isn't allowed; the message quotes the rule.</exception>
    public async Task<Filed> FileAsync(RequestForm form, Actor actor)
    {
        var definition = await DefinitionOfAsync(form.System);
        var rules = await RulesAsync(definition);
        var now = clock.GetUtcNow();
        // Of the office that it comes to: the agency, or the organisation itself where that decides (T77).
        var received = rules.LegalReceiptInOfficeHours
            ? calendar.Current.For(await AgencyAsync(form.System) ?? form.OrganisationCode).LegalReceipt(now)
            : now;
        var requestId = Ids.New(now);
        var start = await runtime.StartAsync(
            new StartRequest(definition, CorrelationId: requestId, Inputs: new Dictionary<string, object?> { ["requestId"] = requestId },
                StartKey: StartKey(form), By: actor.PersonId),
            (transaction, instanceId) => StoreAsync(transaction, form, actor, rules, now, received, requestId, instanceId));
        return start.WasThere
            ? new Filed((await database.FirstAsync<string>(
                "select id from requests where instance_id = @InstanceId", new { start.InstanceId }))!, start.InstanceId, WasThere: true)
            : new Filed(requestId, start.InstanceId, WasThere: false);
    }

    /// <summary>By which the same form sent twice is one request (T67).</summary>
    public static string StartKey(RequestForm form) => "form:" + form.FormKey;

    /// <exception cref="RefusedException">It holds signs that no store takes.</exception>
    public static void RequireReadable(RequestForm form)
    {
        if (string.Concat(form.System, form.Kind, form.OrganisationCode, form.PersonId, form.OldRightId, form.Note).Contains('\0'))
            throw Refusals.Unreadable();
    }

    // A system that no definition has is refused by the first one, with the clause that names those there are.
    async Task<string> DefinitionOfAsync(string system) =>
        await definitions.FindPublishedAsync(SignOnDefinition) is { } signOn && RequestRules.Values.Of(signOn) is var rules
        && (rules.Systems.Contains(system) || rules.AccountSystem == system)
            ? SignOnDefinition
            : Definition;

    async Task StoreAsync(
        Transaction transaction, RequestForm form, Actor actor, RequestRules.Values rules, DateTimeOffset now, DateTimeOffset received,
        string requestId, string instanceId)
    {
        RequireReadable(form);
        if (actor.In(form.OrganisationCode, Role.Officer, Role.Clerk, Role.Executive) is null)
            throw Refusals.NotYourOrganisation();
        // Who files for an organisation takes turns, so that a seat is counted once.
        transaction.Lock("select code from organisations where code = @OrganisationCode", new { form.OrganisationCode });
        var organisation = await Organisation.GetAsync(transaction, form.OrganisationCode);
        var type = await Organisation.TypeOnAsync(transaction, organisation.Code, now) ?? organisation.Type;
        SeatRules.RequireAllowed(rules, form, organisation, type, now);
        if (await WithdrawnCircular.ReasonAsync(transaction, rules.Circular) is { } reason)
            throw Refusals.Withdrawn(rules.Circular, reason);
        if (await CircularPause.OfOrganisationAsync(transaction, rules.Circular, organisation.Code) is { } pause)
            throw PauseRefusals.Paused(pause);
        var seat = await new SeatRules(transaction, rules, type, now).ChooseAsync(form);
        var request = new Request
        {
            Id = requestId,
            Reference = Reference.New(form.System, now),
            CircularId = rules.Circular,
            InstanceId = instanceId,
            System = form.System,
            Kind = form.Kind,
            OrganisationCode = organisation.Code,
            OrganisationType = type,
            Seat = seat.Number,
            PersonId = seat.PersonId,
            OldRightId = seat.OldRightId,
            Note = form.Note,
            FiledBy = actor.PersonId,
            FiledAt = now,
            ReceivedAt = received,
            Stage = "filed",
            StageAt = now,
        };
        request.Insert(transaction);
        foreach (var (system, number) in seat.Also?.Append((form.System, seat.Number)) ?? [])
            new RequestGrant { RequestId = requestId, System = system, Seat = number }.Insert(transaction);
        transaction.Write(
            "delete from request_drafts where id = @FormKey and organisation_code = @OrganisationCode",
            new { form.FormKey, form.OrganisationCode });
        AuditTrail.Add(transaction, now, actor.PersonId, "request-filed", "request", requestId, organisation.Code, seat.Rule,
            $"{form.Kind} {form.System} seat {seat.Number}");
    }
}
