using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// The register of circulars: an agency's reviewer or director enters one; a letter is entered once, whoever cites it how; two
/// readings of one letter are linked.
/// </summary>
public sealed class CircularRegister(Database database, TimeProvider clock)
{
    /// <returns>The circular's id, such as "DLA-2569-12".</returns>
    /// <exception cref="RefusedException">Not one's agency, something is missing, or the letter is registered
    /// already.</exception>
    public Task<string> RegisterAsync(CircularForm form, Actor actor)
    {
        if (actor.In(form.AgencyCode, Role.Director, Role.Reviewer) is null)
            throw CascadeRefusals.NotTheAgencys();
        CircularFormCheck.Require(form);
        var identity = LetterIdentity.Read(form.Number, form.Date)!;
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await CircularLetter.FindAsync(transaction, identity) is { } known)
                throw CascadeRefusals.Registered(identity, known.CircularId);
            var agency = await Organisation.GetAsync(transaction, form.AgencyCode);
            var id = await FreeIdAsync(transaction, agency, identity);
            var facts = FactsOf(id, form, agency, identity);
            Store(transaction, facts, now);
            AuditTrail.Add(transaction, now, actor.PersonId, "circular-registered", "circular", id, agency.Code,
                detail: form.Number);
            return id;
        });
    }

    /// <summary>Says that a letter is another reading of a second one; null says that it isn't any more.</summary>
    /// <exception cref="RefusedException">Not the agency's, no such letter, or the same one.</exception>
    public Task LinkAsync(string letterId, string? sameAs, Actor actor) => database.WriteAsync(async transaction =>
    {
        var letter = await transaction.FirstAsync<LinkRow>(
            """
            select l.*, c.issuer_code from circular_letters l join circulars c on c.id = l.circular_id where l.id = @letterId
            """, new { letterId }) ?? throw CascadeRefusals.NoSuchLetter();
        if (actor.In(letter.IssuerCode, Role.Director, Role.Reviewer) is null)
            throw CascadeRefusals.NotTheAgencys();
        if (sameAs is not null && (sameAs == letterId || await transaction.FirstAsync<string>(
            "select id from circular_letters where id = @sameAs and same_as is null", new { sameAs }) is null))
            throw CascadeRefusals.NoSuchLetter();
        transaction.Write("update circular_letters set same_as = @sameAs where id = @letterId", new { sameAs, letterId });
        AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "letters-linked", "circular", letter.CircularId,
            letter.IssuerCode, detail: $"{letter.Letter} = {sameAs ?? "-"}");
    });

    static async Task<string> FreeIdAsync(Transaction transaction, Organisation agency, LetterIdentity identity)
    {
        var year = identity.Year == 0 ? 0 : identity.Year + ThaiDate.BuddhistOffset;
        var wanted = string.Create(CultureInfo.InvariantCulture, $"{agency.Code}-{year}-{identity.Number}");
        for (var turn = 1; ; turn++)
        {
            var id = turn == 1 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{wanted}.{turn}");
            if (await transaction.FirstAsync<string>("select id from circulars where id = @id", new { id }) is null)
                return id;
        }
    }

    static CircularFacts FactsOf(string id, CircularForm form, Organisation agency, LetterIdentity identity)
    {
        var issuer = new Agency(agency.NameTh, agency.NameEn, agency.Code);
        string Clause(int number) => string.Create(CultureInfo.InvariantCulture, $"{id}-{number:00}");
        var letter = new CircularDocument(id, form.Number.Trim(), identity.ToString(), form.Aliases, form.Date, form.Speed,
            new Agency(agency.NameTh, agency.NameEn), "cover", form.SpeedUntil);
        return new CircularFacts(id, "", form.TitleTh.Trim(), form.TitleEn.Trim(), issuer, issuer, [letter],
            [.. form.Clauses.Select((clause, index) => new Clause(Clause(index + 1), clause.Phrase, clause.SummaryTh,
                clause.SummaryEn))],
            [.. form.Deadlines.OrderBy(line => line.Date).Select(line => new CircularDate(
                Clause(line.Clause), line.Date, line.Time, line.Kind, "centre", line.WhatTh, line.WhatEn))],
            form.Contacts, [], [])
        {
            References = form.References,
            Enclosures = form.Enclosures,
        };
    }

    internal static void Store(Transaction transaction, CircularFacts facts, DateTimeOffset now)
    {
        var text = JsonSerializer.Serialize(facts, JsonSerializerOptions.Web);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        transaction.Write(
            """
            insert into circulars (id, facts, hash, loaded_at, issuer_code) values (@Id, @text, @hash, @now, @Code)
            on conflict (id) do update set loaded_at = excluded.loaded_at,
                issued_facts = case when circulars.issued_facts is null then null else excluded.facts end,
                facts = case when circulars.issued_facts is null then excluded.facts else circulars.facts end,
                hash = case when circulars.issued_facts is null then excluded.hash else circulars.hash end
            """, new { facts.Id, text, hash, now, facts.OwnerAgency.Code });
        CircularDates.Seed(transaction, facts, now);
        CircularLetter.Write(transaction, facts, now);
    }

    sealed class LinkRow
    {
        public string CircularId { get; init; } = "";
        public string Letter { get; init; } = "";
        public string IssuerCode { get; init; } = "";
    }
}
