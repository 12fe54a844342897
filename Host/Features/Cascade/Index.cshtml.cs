using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>The circulars that have reached one's own offices, and for who sees the country every sending.</summary>
public sealed class IndexModel(Database database, CurrentActor current) : PageModel
{
    const int Most = 100;

    public IReadOnlyList<Row> Offices { get; private set; } = [];

    public IReadOnlyList<Row> Sendings { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var mine = current.Actor.Memberships.Select(membership => membership.OrganisationCode).Distinct().ToList();
        Offices = mine.Count == 0 ? [] : await database.QueryAsync<Row>(
            """
            select s.id, s.letter_number, s.circular_id, s.phase, s.sent_at, c.facts, d.organisation_code, o.name_th, o.name_en,
                d.is_hop, d.arrived_at, d.received_at, d.reissued_at, d.shown_at, d.minutes_left
            from deliveries d join sendings s on s.id = d.sending_id join circulars c on c.id = d.circular_id
            join organisations o on o.code = d.organisation_code
            where d.organisation_code in @mine and d.arrived_at is not null order by d.arrived_at desc limit 100
            """, new { mine });
        if (current.Actor.SeesTheCountry)
            Sendings = await database.QueryAsync<Row>(
                """
                select s.id, s.letter_number, s.circular_id, s.phase, s.sent_at, s.total, c.facts
                from sendings s join circulars c on c.id = s.circular_id order by s.sent_at desc limit @Most
                """, new { Most });
    }

    /// <summary>A sending, at an office where it has one.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string LetterNumber { get; init; } = "";
        public string CircularId { get; init; } = "";
        public string Phase { get; init; } = "";
        public DateTimeOffset SentAt { get; init; }
        public long Total { get; init; }
        public string Facts { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public bool IsHop { get; init; }
        public DateTimeOffset? ArrivedAt { get; init; }
        public DateTimeOffset? ReceivedAt { get; init; }
        public DateTimeOffset? ReissuedAt { get; init; }
        public DateTimeOffset? ShownAt { get; init; }
        public long? MinutesLeft { get; init; }

        public CircularFacts Circular => System.Text.Json.JsonSerializer.Deserialize<CircularFacts>(
            Facts, System.Text.Json.JsonSerializerOptions.Web)!;
    }
}
