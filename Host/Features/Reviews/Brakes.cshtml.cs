using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>The lists that the brake holds (T89), with who is on them, and the decisions taken.</summary>
public sealed class BrakesModel(
    CampaignPlace place, Database database, BrakeDesk brakes, CurrentActor current, TimeProvider clock, Texts texts)
    : OperatorPage(place, current, clock, texts)
{
    const int MostLists = 50;
    const int MostRights = 1_000;

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Brake { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    public IReadOnlyList<Row> Lists { get; private set; } = [];

    /// <summary>Who is on the lists that wait, by list.</summary>
    public ILookup<string, Held> Rights { get; private set; } = Array.Empty<Held>().ToLookup(held => held.BrakeId);

    public Task<IActionResult> OnPostAsync(string id) => SteerAsync(id, code => code == "reason-needed" ? nameof(Reason) : "",
        async () =>
    {
        var concerned = await brakes.DecideAsync(Brake ?? "", Decision ?? "", Reason ?? "", Actor);
        return Decision == BrakeList.Apply
            ? Texts[$"ระงับสิทธิ {concerned} รายการ คืนได้ภายใน 30 วัน",
                $"{concerned} rights are suspended; restorable for 30 days."]
            : Texts[$"งดเว้น {concerned} รายการ จะถามใหม่ใน 30 วัน",
                $"{concerned} rights are spared and asked about again in 30 days."];
    });

    protected override async Task ReadAsync()
    {
        Lists = await database.QueryAsync<Row>(
            """
            select b.*, o.name_th, o.name_en, p.name_th as province_th, p.name_en as province_en,
                d.title_th || d.given_name_th || ' ' || d.family_name_th as decided_th, d.name_en as decided_en,
                (select count(*) from review_items i where i.brake_id = b.id) as rights,
                (select v.total from review_provinces v where v.campaign_id = b.campaign_id and v.province_code = b.province_code)
                    as of_province
            from review_brakes b left join organisations o on b.scope = 'organisation' and o.code = b.code
            left join organisations p on p.type = 'province' and p.province_code = b.province_code
            left join people d on d.id = b.decided_by
            where b.campaign_id = @Id order by case when b.decision is null then 0 else 1 end, b.raised_at desc, b.id limit
                @MostLists
            """, new { Campaign.Id, MostLists });
        Rights = (await database.QueryAsync<Held>(
            """
            select i.brake_id, i.right_id, r.seat, o.code, o.name_th, o.name_en,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en
            from review_brakes b join review_items i on i.brake_id = b.id join rights r on r.id = i.right_id
            join organisations o on o.code = i.organisation_code join people p on p.id = i.person_id
            where b.campaign_id = @Id and b.decision is null order by o.code, r.seat limit @MostRights
            """, new { Campaign.Id, MostRights })).ToLookup(held => held.BrakeId);
    }

    /// <summary>A list with its names.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string Scope { get; init; } = "";
        public string Code { get; init; } = "";
        public string? NameTh { get; init; }
        public string? NameEn { get; init; }
        public string? ProvinceTh { get; init; }
        public string? ProvinceEn { get; init; }
        public long Rights { get; init; }
        public long? OfProvince { get; init; }
        public DateTimeOffset RaisedAt { get; init; }
        public string? Decision { get; init; }
        public string? Reason { get; init; }
        public string? DecidedTh { get; init; }
        public string? DecidedEn { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
    }

    /// <summary>A right on a list.</summary>
    public sealed class Held
    {
        public string BrakeId { get; init; } = "";
        public string RightId { get; init; } = "";
        public long Seat { get; init; }
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string PersonTh { get; init; } = "";
        public string PersonEn { get; init; } = "";
    }
}
