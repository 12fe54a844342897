using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Data;

/// <summary>
/// Puts the facts that the program ships into the store: the circulars with their dates, and holidays the store doesn't
/// know yet.
/// </summary>
public static class ShippedFacts
{
    /// <summary>Safe to call at every start. A holiday that an operator changed is left as it is.</summary>
    public static Task LoadAsync(Database database, TimeProvider clock) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        foreach (var circular in ShippedData.Circulars())
            CircularRegister.Store(transaction, circular, now);
        var known = (await transaction.QueryAsync<Day>("select day as date from holidays", new { })).Select(row => row.Date)
            .ToHashSet();
        foreach (var day in ShippedData.Holidays().GroupBy(holiday => holiday.Date).Where(group => !known.Contains(group.Key)))
            transaction.Write(
                "insert into holidays (day, name_th, name_en, offices_closed) values (@Key, @thai, @english, @closed)",
                new
                {
                    day.Key,
                    thai = string.Join(" / ", day.Select(holiday => holiday.NameTh)),
                    english = string.Join(" / ", day.Select(holiday => holiday.NameEn)),
                    closed = day.Any(holiday => holiday.Government) ? 1 : 0,
                });
    });

    sealed class Day
    {
        public DateOnly Date { get; init; }
    }
}
