using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>The units of an office with their states as a file, for whoever works on in a spreadsheet. No personal
/// data.</summary>
public static class UnitsExport
{
    static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        // A name that a spreadsheet would take for a formula stays a text.
        InjectionOptions = InjectionOptions.Escape,
        NewLine = "\r\n",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cascade/{id}/at/{office}/units.csv", CsvAsync).ExcludeFromDescription();
        routes.MapGet("/cascade/{id}/at/{office}/units.xlsx", SheetAsync).ExcludeFromDescription();
    }

    static async Task<IResult> CsvAsync(string id, string office, CascadePlace place, OfficeCalendar calendar, Texts texts)
    {
        if (!await place.ReadAsync(id, office))
            return Results.NotFound();
        var text = new StringWriter(CultureInfo.InvariantCulture);
        await using (var csv = new CsvWriter(text, Csv))
            foreach (var row in (IEnumerable<IReadOnlyList<string>>)[[.. Columns(texts).Select(column => column.Header)],
                .. await RowsAsync(place, calendar, texts)])
            {
                foreach (var cell in row)
                    csv.WriteField(cell);
                await csv.NextRecordAsync();
            }
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
        return Results.File(bytes, "text/csv; charset=utf-8", $"{office}-{id}.csv");
    }

    static async Task<IResult> SheetAsync(string id, string office, CascadePlace place, OfficeCalendar calendar, Texts texts) =>
        await place.ReadAsync(id, office)
            ? Results.File(SheetFile.Write(office, Columns(texts), await RowsAsync(place, calendar, texts)), SheetFile.MediaType,
                $"{office}-{id}.xlsx")
            : Results.NotFound();

    static IReadOnlyList<SheetColumn> Columns(Texts texts) =>
    [
        new("code", texts["รหัส", "Code"]),
        new("name", texts["หน่วยงาน", "Unit"], Width: 40),
        new("type", texts["ประเภท", "Type"], Width: 24),
        new("state", texts["สถานะ", "State"], Width: 24),
        new("with", texts["อยู่ที่", "Lies with"], Width: 24),
        new("days", texts["วันทำการที่รอ", "Working days waiting"], Width: 12),
        new("arrived", texts["หนังสือไปถึง", "Reached"]),
        new("left", texts["เหลือเมื่อไปถึง", "Left on arrival"]),
        new("due", texts["กำหนดที่แจ้ง", "Due as told"]),
        new("enforced", texts["กำหนดที่บังคับใช้", "Enforced deadline"]),
        new("contact", texts["ติดต่อล่าสุด", "Last contact"]),
    ];

    static async Task<IEnumerable<IReadOnlyList<string>>> RowsAsync(CascadePlace place, OfficeCalendar calendar, Texts texts) =>
        (await place.UnitsAsync()).Select(unit => (IReadOnlyList<string>)
        [
            unit.Code,
            texts[unit.NameTh, unit.NameEn],
            texts[OrganisationType.Names(unit.Type).NameTh, OrganisationType.Names(unit.Type).NameEn],
            CascadeWords.State(texts, unit.State),
            CascadeWords.Roles(texts, unit.WaitsForRole),
            unit.WaitsSince is { } since ? calendar.Current.WorkingDaysBetween(
                ThaiDate.BangkokDate(since), ThaiDate.BangkokDate(place.Now)).ToString(CultureInfo.InvariantCulture) : "",
            unit.ArrivedAt is { } arrived ? texts.Time(arrived) : "",
            unit.MinutesLeft is null ? "" : texts[TimeLeft.Thai(unit.MinutesLeft), TimeLeft.English(unit.MinutesLeft)],
            unit.ShownAt is { } shown ? texts.Time(shown) : "",
            unit.EnforcedAt is { } enforced ? texts.Time(enforced) : "",
            unit.ContactedAt is { } at ? texts.Date(at) : "",
        ]).ToList();
}
