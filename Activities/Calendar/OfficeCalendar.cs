using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Calendar;

/// <summary>The working calendar as it now stands in the store; holidays are data, and the cabinet adds some each year.</summary>
public sealed class OfficeCalendar
{
    public WorkingCalendar Current { get; private set; } = new([]);

    public async Task ReloadAsync(Database database) => Current = await ReadAsync(database);

    /// <summary>The calendar as it stands in the store at this moment.</summary>
    public static async Task<WorkingCalendar> ReadAsync(Database database) => new(
        (await database.QueryAsync<Row>("select day, name_th, name_en, offices_closed from holidays order by day"))
            .Select(row => new Holiday(row.Day, row.NameTh, row.NameEn, row.OfficesClosed != 0)));

    sealed class Row
    {
        public DateOnly Day { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public int OfficesClosed { get; init; }
    }
}
