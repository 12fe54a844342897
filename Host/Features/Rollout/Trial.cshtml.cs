using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>The trial as a matrix of offices and types (E-07, T30), and entering for one's own office; receipts from go-live
/// on.</summary>
public sealed class TrialModel(Database database, Trial trial, TrialTypes known, CurrentActor current, Texts texts) : PageModel
{
    const decimal Most = 1_000_000_000;

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Type { get; set; }

    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>Pressed twice, it is one entry and one receipt.</summary>
    [BindProperty]
    public string FormKey { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>"trial" or "live".</summary>
    [BindProperty]
    public string? Kind { get; set; }

    public RolloutPlace Place { get; private set; } = null!;

    public IReadOnlyList<TrialType> Types { get; private set; } = [];

    /// <summary>The offices in which this person has a right.</summary>
    public IReadOnlyList<Office> Mine { get; private set; } = [];

    public long Live { get; private set; }

    IReadOnlyList<Cell> cells = [];

    public long Of(string office, string type) =>
        cells.FirstOrDefault(cell => cell.OfficeCode == office && cell.TypeKey == type)?.Entries ?? 0;

    public int Missing(string office) => Types.Count(type => Of(office, type.Key) == 0);

    public async Task<IActionResult> OnGetAsync(string code) => await ReadAsync(code) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            var satang = Read(Amount);
            if (Kind == "live")
                await trial.IssueAsync(Office ?? "", Type ?? "", satang, Types, current.Actor, FormKey);
            else
                await trial.EnterAsync(Office ?? "", Type ?? "", satang, Types, current.Actor, FormKey);
            TempData.Say("success", Kind == "live" ? texts["ออกใบเสร็จแล้ว", "The receipt is issued"]
                : texts["บันทึกรายการทดลองแล้ว", "The trial entry is stored"]);
            return Redirect($"/rollout/{code}/trial");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch { "amount" => nameof(Amount), "receipt-type" => nameof(Type), _ => "" },
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    // Baht with at most two decimals, Thai or Arabic digits.
    static long Read(string? amount) =>
        decimal.TryParse(Activities.Calendar.ThaiDigits.ToArabic(amount ?? "").Replace(",", "", StringComparison.Ordinal),
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var baht)
        && baht is > 0 and <= Most && decimal.Round(baht, 2) == baht ? (long)(baht * 100) : 0;

    async Task<bool> ReadAsync(string code)
    {
        if (await RolloutPlace.FindAsync(database, code, current.Actor) is not { } place)
            return false;
        Place = place;
        Types = await known.AllAsync();
        var offices = place.Offices.Select(office => office.Code).ToList();
        cells = await database.QueryAsync<Cell>(
            "select office_code, type_key, count(*) as entries from trial_entries where office_code in @offices group by "
                + "office_code, type_key",
            new { offices });
        Live = await database.FirstAsync<long>("select count(*) from live_receipts where office_code in @offices",
            new { offices });
        var mine = (await database.QueryAsync<string>(
            "select office_code from roster_lines where person_id = @PersonId and removed_at is null and right_from is not null",
            new { current.Actor.PersonId })).ToHashSet();
        Mine = [.. place.Offices.Where(office => mine.Contains(office.Code))];
        return true;
    }

    sealed class Cell
    {
        public string OfficeCode { get; init; } = "";
        public string TypeKey { get; init; } = "";
        public long Entries { get; init; }
    }
}
