using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>Who is left out of a yearly review (T94), and which organisations are put off; each with its reason.</summary>
public sealed class ExceptionsModel(
    CampaignPlace place, Database database, CampaignDesk desk, HolderSearch holders, CurrentActor current, TimeProvider clock,
    Texts texts)
    : OperatorPage(place, current, clock, texts)
{
    const int Most = 200;

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? PostponeReason { get; set; }

    [BindProperty]
    public string? Person { get; set; }

    /// <summary>Which of several that were found, by the person's id.</summary>
    [BindProperty]
    public string? Chosen { get; set; }

    [BindProperty]
    public string? ExcludeReason { get; set; }

    [BindProperty]
    public string? IncludeReason { get; set; }

    /// <summary>Those whom the typed words fit, when they fit several.</summary>
    public IReadOnlyList<Holder> Found { get; private set; } = [];

    public IReadOnlyList<Excluded> People { get; private set; } = [];

    public IReadOnlyList<PutOff> Organisations { get; private set; } = [];

    public Task<IActionResult> OnPostPostponeAsync(string id) => SteerAsync(id, code => code switch
    {
        "organisation" => nameof(Organisation),
        "to-on" => nameof(To),
        "reason-needed" => nameof(PostponeReason),
        _ => "",
    }, async () =>
    {
        var to = ThaiDate.TryParse(To, out var typed) ? typed : DateOnly.MinValue;
        var day = await desk.PostponeAsync(id, Organisation?.Trim() ?? "", to, PostponeReason ?? "", Actor);
        return Texts[$"เลื่อนไปถามวันที่ {ThaiDate.ShortForm(day)}", $"It will be asked on {ThaiDate.EnglishShort(day)}."];
    });

    /// <summary>The holder is found by name or seat; of several the operator chooses one.</summary>
    public Task<IActionResult> OnPostExcludeAsync(string id) => SteerAsync(id, code => code switch
    {
        "person" => nameof(Person),
        "reason-needed" => nameof(ExcludeReason),
        _ => "",
    }, async () =>
    {
        await desk.ExcludeAsync(id, Chosen ?? await HolderAsync(), ExcludeReason ?? "", Actor);
        return Texts["เว้นไว้แล้ว ไม่ถาม ไม่เตือน และเปลี่ยนสิทธิไม่ได้จากการทบทวน",
            "They are excluded: not asked, not reminded, not changed."];
    });

    public Task<IActionResult> OnPostIncludeAsync(string id) => SteerAsync(id,
        code => code == "reason-needed" ? nameof(IncludeReason) : "", async () =>
    {
        await desk.IncludeAsync(id, Person ?? "", IncludeReason ?? "", Actor);
        return Texts["เลิกเว้นแล้ว จะถูกถามในวันทำการถัดไป", "They take part again and are asked on the next working days."];
    });

    async Task<string> HolderAsync()
    {
        Found = await holders.FindAsync(Campaign.System, Person ?? "");
        return Found.DistinctBy(holder => holder.PersonId).ToList() switch
        {
            [var one] => one.PersonId,
            [] => throw new RefusedException("person",
                $"ไม่พบผู้ถือสิทธิ {Campaign.System} ที่ตรงกับคำนี้ พิมพ์ชื่อ หรือรหัสหน่วยงาน/ที่นั่ง เช่น 3990102/1",
                $"Nobody who holds a right in {Campaign.System} fits. Type a name, or organisation/seat such as 3990102/1."),
            _ => throw new RefusedException("person", "มีหลายคน โปรดเลือกหนึ่งคน", "There are several; choose one."),
        };
    }

    protected override async Task ReadAsync()
    {
        People = await database.QueryAsync<Excluded>(
            """
            select x.person_id, x.reason, x.at, x.ended_at, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th,
                p.name_en, b.title_th || b.given_name_th || ' ' || b.family_name_th as by_th, b.name_en as by_en
            from review_exclusions x join people p on p.id = x.person_id join people b on b.id = x.by_person
            where x.campaign_id = @Id order by x.at desc, x.id limit @Most
            """, new { Campaign.Id, Most });
        Organisations = await database.QueryAsync<PutOff>(
            """
            select i.organisation_code as code, min(o.name_th) as name_th, min(o.name_en) as name_en, min(i.planned_on) as
                planned_on,
                min(i.opens_on) as opens_on, min(i.postponed_reason) as reason
            from review_items i join organisations o on o.code = i.organisation_code
            where i.campaign_id = @Id and i.postponed_by is not null
            group by i.organisation_code order by i.organisation_code limit @Most
            """, new { Campaign.Id, Most });
    }

    /// <summary>Somebody who is or was left out.</summary>
    public sealed class Excluded
    {
        public string PersonId { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Reason { get; init; } = "";
        public string ByTh { get; init; } = "";
        public string ByEn { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }

    /// <summary>An organisation that was put off.</summary>
    public sealed class PutOff
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public DateOnly PlannedOn { get; init; }
        public DateOnly OpensOn { get; init; }
        public string Reason { get; init; } = "";
    }
}
