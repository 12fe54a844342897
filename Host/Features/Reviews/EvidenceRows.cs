using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>The evidence of a yearly review: one line a right, whatever became of it.</summary>
static class EvidenceRows
{
    public static IReadOnlyList<SheetColumn> Columns(Texts texts) =>
    [
        new("code", texts["รหัสหน่วยงาน", "Code"]),
        new("name", texts["หน่วยงาน", "Organisation"], Width: 36),
        new("seat", texts["ที่นั่ง", "Seat"], Width: 8),
        new("holder", texts["ผู้ถือสิทธิ", "Holder"], Width: 28),
        new("planned", texts["วันตามแผน", "Planned for"]),
        new("opened", texts["วันที่ถาม", "Asked on"]),
        new("state", texts["สถานะ", "State"], Width: 20),
        new("outcome", texts["ผล", "Outcome"], Width: 20),
        new("closed", texts["ปิดเมื่อ", "Closed"], Width: 20),
        new("answer", texts["คำตอบสุดท้าย", "Last answer"]),
        new("by", texts["ผู้ตอบ", "Answered by"], Width: 28),
        new("at", texts["ตอบเมื่อ", "Answered at"], Width: 20),
        new("answers", texts["จำนวนครั้งที่ตอบ", "Answers given"], Width: 10),
        new("silenced", texts["ระงับเพราะไม่ตอบเมื่อ", "Suspended for silence"], Width: 20),
        new("brake", texts["ผลของเบรก", "Brake"], Width: 28),
        new("note", texts["เหตุผลที่เลื่อนหรือเว้น", "Why put off or excluded"], Width: 36),
    ];

    public static async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(Database database, Texts texts, string id) =>
        [.. (await database.QueryAsync<Row>(
            """
            select i.*, o.name_th, o.name_en, r.seat, h.title_th || h.given_name_th || ' ' || h.family_name_th as holder_th,
                h.name_en as holder_en, v.answer, v.answered_at, v.answers, b.decision, b.reason as brake_reason,
                a.title_th || a.given_name_th || ' ' || a.family_name_th as by_th, a.name_en as by_en,
                (select max(x.reason) from review_exclusions x where x.campaign_id = i.campaign_id and x.person_id = i.person_id)
                    as excluded
            from review_items i join organisations o on o.code = i.organisation_code join rights r on r.id = i.right_id
            join people h on h.id = i.person_id left join reviews v on v.instance_id = i.instance_id
            left join people a on a.id = v.answered_by left join review_brakes b on b.id = i.brake_id
            where i.campaign_id = @id order by i.province_code, i.organisation_code, r.seat, i.right_id
            """, new { id })).Select(row => Line(texts, row))];

    static IReadOnlyList<string> Line(Texts texts, Row row) =>
    [
        row.OrganisationCode,
        texts[row.NameTh, row.NameEn],
        texts.Number(row.Seat),
        texts[row.HolderTh, row.HolderEn],
        texts.Date(row.PlannedOn),
        row.OpenedOn is { } opened ? texts.Date(opened) : "",
        ReviewWords.State(texts, row.State),
        row.Outcome is null ? "" : ReviewWords.Outcome(texts, row.Outcome),
        row.ClosedAt is { } closed ? texts.Time(closed) : "",
        row.Answer is null ? "" : ReviewWords.Answer(texts, row.Answer),
        texts[row.ByTh ?? "", row.ByEn ?? ""],
        row.AnsweredAt is { } at ? texts.Time(at) : "",
        row.Answers is > 0 ? texts.Number(row.Answers.Value) : "",
        row.SilencedAt is { } silenced ? texts.Time(silenced) : "",
        row.Decision is null ? ""
            : $"{(row.Decision == "apply" ? texts["ให้มีผล", "applied"] : texts["งดเว้น", "spared"])}: {row.BrakeReason}",
        string.Join("; ", new[] { row.PostponedReason, row.Excluded }.Where(reason => reason is not null)),
    ];

    sealed class Row
    {
        public string OrganisationCode { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Seat { get; init; }
        public string HolderTh { get; init; } = "";
        public string HolderEn { get; init; } = "";
        public DateOnly PlannedOn { get; init; }
        public DateOnly? OpenedOn { get; init; }
        public string State { get; init; } = "";
        public string? Outcome { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }
        public string? Answer { get; init; }
        public string? ByTh { get; init; }
        public string? ByEn { get; init; }
        public DateTimeOffset? AnsweredAt { get; init; }
        public long? Answers { get; init; }
        public DateTimeOffset? SilencedAt { get; init; }
        public string? Decision { get; init; }
        public string? BrakeReason { get; init; }
        public string? PostponedReason { get; init; }
        public string? Excluded { get; init; }
    }
}
