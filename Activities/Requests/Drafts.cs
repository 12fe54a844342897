using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Requests;

/// <summary>A request that was written down but not sent; its organisation's people may all go on with it.</summary>
public sealed class RequestDraft
{
    /// <summary>Also the key of the form, so that a draft sent twice is one request (T67).</summary>
    public string Id { get; init; } = "";

    public string OrganisationCode { get; init; } = "";
    public string System { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? PersonId { get; init; }
    public string? OldRightId { get; init; }
    public string Note { get; init; } = "";
    public string SavedBy { get; init; } = "";
    public DateTimeOffset SavedAt { get; init; }

    public RequestForm Form => new(Id, System, Kind, OrganisationCode, PersonId, OldRightId, Note);
}

/// <summary>
/// Keeps requests that aren't sent yet, above all before the circular opens (A-09, T09). No rule is asked and no workflow begins
/// until a draft is sent.
/// </summary>
public sealed class Drafts(Database database, Filing filing, TimeProvider clock)
{
    public const int MostOfAnOrganisation = 50;

    /// <summary>Keeps a form as it is, in the place of an earlier draft with the same key.</summary>
    /// <exception cref="RefusedException">Not their organisation, signs that can't be stored, sent before, or too many drafts.</exception>
    public Task SaveAsync(RequestForm form, Actor actor)
    {
        Filing.RequireReadable(form);
        RequireOwn(form.OrganisationCode, actor);
        return database.WriteAsync(async transaction =>
        {
            if (await transaction.FirstAsync<string>(
                "select id from instances where start_key = @key", new { key = Filing.StartKey(form) }) is not null)
                throw new RefusedException("draft-sent",
                    "คำขอนี้ส่งไปแล้ว จึงบันทึกเป็นร่างอีกไม่ได้ โปรดดูในรายการคำขอ",
                    "This request was sent already; look for it in the list.");
            if (await transaction.FirstAsync<long>(
                "select count(*) from request_drafts where organisation_code = @OrganisationCode and id <> @FormKey", form) >= MostOfAnOrganisation)
                throw new RefusedException("too-many-drafts",
                    $"หน่วยงานมีร่างอยู่แล้ว {MostOfAnOrganisation} ฉบับ โปรดส่งหรือลบร่างเก่าก่อน",
                    $"Your organisation has {MostOfAnOrganisation} drafts; send or delete an old one first.");
            if (await transaction.ExecuteAsync(
                """
                insert into request_drafts (id, organisation_code, system, kind, person_id, old_right_id, note, saved_by, saved_at)
                values (@FormKey, @OrganisationCode, @System, @Kind, @PersonId, @OldRightId, @Note, @by, @now)
                on conflict (id) do update set system = excluded.system, kind = excluded.kind, person_id = excluded.person_id,
                    old_right_id = excluded.old_right_id, note = excluded.note, saved_by = excluded.saved_by, saved_at = excluded.saved_at
                where request_drafts.organisation_code = excluded.organisation_code
                """, new
                {
                    form.FormKey,
                    form.OrganisationCode,
                    form.System,
                    form.Kind,
                    form.PersonId,
                    form.OldRightId,
                    form.Note,
                    by = actor.PersonId,
                    now = clock.GetUtcNow(),
                }) == 0)
                throw NoSuchDraft();
        });
    }

    /// <summary>Files it; the rules are asked now.</summary>
    /// <exception cref="RefusedException">No such draft, or a rule forbids it; the draft is still there.</exception>
    public async Task<Filed> SendAsync(string id, Actor actor) => await filing.FileAsync((await GetAsync(id, actor)).Form, actor);

    public async Task DeleteAsync(string id, Actor actor)
    {
        await GetAsync(id, actor);
        await database.WriteAsync(transaction => transaction.ExecuteAsync("delete from request_drafts where id = @id", new { id }));
    }

    /// <summary>A draft of an organisation one belongs to.</summary>
    /// <exception cref="RefusedException">There is none, or none of theirs.</exception>
    public async Task<RequestDraft> GetAsync(string id, Actor actor) =>
        await database.FirstAsync<RequestDraft>("select * from request_drafts where id = @id", new { id }) is { } draft
            && IsOwn(draft.OrganisationCode, actor)
            ? draft
            : throw NoSuchDraft();

    /// <summary>The drafts of the organisations somebody files for, the latest first.</summary>
    public async Task<IReadOnlyList<RequestDraft>> OfAsync(Actor actor)
    {
        var mine = actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        return mine.Count == 0
            ? []
            : await database.QueryAsync<RequestDraft>(
                "select * from request_drafts where organisation_code in @mine order by saved_at desc, id limit @MostOfAnOrganisation",
                new { mine, MostOfAnOrganisation });
    }

    static void RequireOwn(string organisation, Actor actor)
    {
        if (!IsOwn(organisation, actor))
            throw Refusals.NotYourOrganisation();
    }

    static bool IsOwn(string organisation, Actor actor) => actor.In(organisation, Role.Officer, Role.Clerk, Role.Executive) is not null;

    static RefusedException NoSuchDraft() => new("no-such-draft",
        "ไม่พบร่างนี้ อาจถูกส่งหรือลบไปแล้ว", "There is no such draft; it may have been sent or deleted.");
}
