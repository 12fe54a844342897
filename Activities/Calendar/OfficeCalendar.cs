using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Calendar;

/// <summary>The working calendar as it now stands in the store; holidays are data, and the cabinet adds some each year.</summary>
public sealed class OfficeCalendar
{
    public WorkingCalendar Current { get; private set; } = new([]);

    public async Task ReloadAsync(Database database) => Current = await ReadAsync(database);

    /// <summary>The calendar as it stands in the store at this moment.</summary>
    public static async Task<WorkingCalendar> ReadAsync(IQueries store) => new(
        (await store.QueryAsync<Row>(
            """
            select day, name_th, name_en, offices_closed, null as organisation_code from holidays
            union all
            select day, name_th, name_en, 1 - is_open, organisation_code from office_days order by 1
            """, new { }))
            .Select(row => new Holiday(row.Day, row.NameTh, row.NameEn, row.OfficesClosed != 0, row.OrganisationCode)));

    sealed class Row
    {
        public DateOnly Day { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public int OfficesClosed { get; init; }
        public string? OrganisationCode { get; init; }
    }
}
