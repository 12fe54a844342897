using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>One yearly review: how far it is, by day and by province; pausing it and going on.</summary>
public sealed class CampaignModel(
    CampaignPlace place, Database database, CampaignDesk desk, CurrentActor current, TimeProvider clock, Texts texts)
    : OperatorPage(place, current, clock, texts)
{
    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<CampaignPlace.InState> States { get; private set; } = [];
    public IReadOnlyList<CampaignPlace.Province> Provinces { get; private set; } = [];
    public LoadPicture Picture { get; private set; } = null!;

    /// <summary>How many lists wait for a decision, and how many people are excluded.</summary>
    public long Brakes { get; private set; }

    public long Excluded { get; private set; }

    public long In(params string[] states) => States.Where(row => states.Contains(row.State)).Sum(row => row.Number);

    public Task<IActionResult> OnPostPauseAsync(string id) => SteerAsync(id, FieldOf, async () =>
    {
        await desk.PauseAsync(id, Reason ?? "", Actor);
        return Texts["พักรอบแล้ว ไม่ถาม ไม่เตือน และไม่ระงับสิทธิ จนกว่าจะเดินต่อ",
            "It is paused: nobody is asked, reminded or suspended until it goes on."];
    });

    public Task<IActionResult> OnPostGoOnAsync(string id) => SteerAsync(id, FieldOf, async () =>
    {
        await desk.GoOnAsync(id, Reason ?? "", Actor);
        return Texts["เดินต่อแล้ว ผู้ที่หมดเวลาตอบระหว่างพักจะถูกถามใหม่",
            "It goes on; whose time to answer ended meanwhile is asked anew."];
    });

    protected override async Task ReadAsync()
    {
        States = await Place.StatesAsync(Campaign.Id);
        Provinces = await Place.ProvincesAsync(Campaign.Id);
        Picture = LoadPicture.Of([.. (await Place.DaysAsync(Campaign.Id)).Select(day =>
            (day.On, (int)(day.On < Today ? day.Opened : day.Planned)))], Campaign.DayLimit, Today);
        Brakes = await database.FirstAsync<long>(
            "select count(*) from review_brakes where campaign_id = @Id and decision is null", new { Campaign.Id });
        Excluded = await database.FirstAsync<long>(
            "select count(*) from review_exclusions where campaign_id = @Id and ended_at is null", new { Campaign.Id });
    }

    static string FieldOf(string code) => code == "reason-needed" ? nameof(Reason) : "";
}
