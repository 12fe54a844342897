using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>
/// Who is asked when: the rights of a yearly review by day and organisation, from a day on or of one organisation.
/// </summary>
public sealed class AskedModel(
    CampaignPlace place, Database database, CurrentActor current, TimeProvider clock, Texts texts)
    : OperatorPage(place, current, clock, texts)
{
    const int PageSize = 100;

    /// <summary>From this day on; today unless said otherwise.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>An organisation's code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The last row of the page before: "day|organisation|right".</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string Root => $"/reviews/{Campaign.Id}/asked";

    protected override async Task ReadAsync()
    {
        var from = ThaiDate.TryParse(From, out var day) ? day : Q is { Length: > 0 } || Today < Campaign.FirstOn
            ? Campaign.FirstOn : Today;
        if (From is { Length: > 0 } && from != day)
            ModelState.AddModelError(
                nameof(From), Texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 1 ตุลาคม 2569", "Not a date; type 1/10/2569 or 2026-10-01"]);
        From = Texts.Date(from);
        var (afterDay, organisation, right) = After?.Split('|') is [var text, var code, var id]
            && DateOnly.TryParse(text, out var last) ? (last, code, id) : (from.AddDays(-1), "~", "");
        var one = Q?.Trim() is { Length: > 0 } q ? q : null;
        var rows = await database.QueryAsync<Row>(
            $"""
            select i.*, o.name_th, o.name_en, r.seat, x.reason as excluded,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en
            from review_items i join organisations o on o.code = i.organisation_code join rights r on r.id = i.right_id
            join people p on p.id = i.person_id
            left join review_exclusions x on x.campaign_id = i.campaign_id and x.person_id = i.person_id and x.ended_at is null
            where i.campaign_id = @Id and {(one is null ? "1 = 1" : "i.organisation_code = @one")}
            and (i.opens_on > @afterDay or (i.opens_on = @afterDay and (i.organisation_code > @organisation
                or (i.organisation_code = @organisation and i.right_id > @right))))
            order by i.opens_on, i.organisation_code, i.right_id limit @take
            """, new { Campaign.Id, one = one ?? "", afterDay, organisation, right, take = PageSize + 1 });
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count <= PageSize ? null
            : $"{Root}?q={Uri.EscapeDataString(Q ?? "")}&after={Uri.EscapeDataString(Rows[^1].Key)}";
    }

    /// <summary>A right with its day.</summary>
    public sealed class Row
    {
        public string RightId { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Seat { get; init; }
        public string PersonTh { get; init; } = "";
        public string PersonEn { get; init; } = "";
        public DateOnly OpensOn { get; init; }
        public DateOnly PlannedOn { get; init; }
        public string State { get; init; } = "";
        public string? Outcome { get; init; }
        public string? Excluded { get; init; }
        public string? PostponedReason { get; init; }

        internal string Key => $"{OpensOn:yyyy-MM-dd}|{OrganisationCode}|{RightId}";
    }
}
