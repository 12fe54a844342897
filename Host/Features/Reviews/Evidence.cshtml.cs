using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>
/// Results per reviewer, what the operators did, and the evidence of every right as a file. It holds names, so taking it is
/// written down.
/// </summary>
public sealed class EvidenceModel(
    CampaignPlace place, Database database, CurrentActor current, TimeProvider clock, Texts texts)
    : OperatorPage(place, current, clock, texts)
{
    const int PageSize = 100;

    readonly TimeProvider clock = clock;

    /// <summary>The last reviewer of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<CampaignPlace.InState> States { get; private set; } = [];
    public IReadOnlyList<CampaignPlace.Reviewer> Reviewers { get; private set; } = [];
    public IReadOnlyList<Deed> Deeds { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task<IActionResult> OnPostAsync(string id, string format)
    {
        if (!MayLook)
            return Forbid();
        if (await Place.FindAsync(id) is not { } campaign)
            return NotFound();
        var rows = await EvidenceRows.ReadAsync(database, Texts, id);
        await database.WriteAsync(transaction =>
        {
            AuditTrail.Add(transaction, clock.GetUtcNow(), Actor.PersonId, "review-exported", "review-campaign", id, rule: "A-05",
                detail: $"{format}, {rows.Count}");
            return Task.CompletedTask;
        });
        return format == "xlsx"
            ? File(SheetFile.Write(campaign.Id, EvidenceRows.Columns(Texts), rows), SheetFile.MediaType, campaign.Id + ".xlsx")
            : File(Csv(rows), "text/csv; charset=utf-8", campaign.Id + ".csv");
    }

    protected override async Task ReadAsync()
    {
        States = await Place.StatesAsync(Campaign.Id);
        var reviewers = await Place.ReviewersAsync(Campaign.Id, After, PageSize + 1);
        Reviewers = [.. reviewers.Take(PageSize)];
        Next = reviewers.Count > PageSize
            ? $"/reviews/{Campaign.Id}/evidence?after={Uri.EscapeDataString(Reviewers[^1].PersonId)}" : null;
        Deeds = await database.QueryAsync<Deed>(
            """
            select a.at, a.action, a.detail, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_th, p.name_en as by_en
            from audit a left join people p on p.id = a.by_person
            where a.subject_id = @Id and a.subject = 'review-campaign' order by a.id desc limit 200
            """, new { Campaign.Id });
    }

    byte[] Csv(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        // A name that a spreadsheet would take for a formula stays a text.
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            InjectionOptions = InjectionOptions.Escape,
            NewLine = "\r\n",
        }))
            foreach (var row in rows.Prepend([.. EvidenceRows.Columns(Texts).Select(column => column.Header)]))
            {
                foreach (var cell in row)
                    csv.WriteField(cell);
                csv.NextRecord();
            }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>What somebody, or the clock, did to the review.</summary>
    public sealed class Deed
    {
        public DateTimeOffset At { get; init; }
        public string Action { get; init; } = "";
        public string? Detail { get; init; }
        public string? ByTh { get; init; }
        public string? ByEn { get; init; }
    }
}
