using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web;

/// <summary>Puts the facts that come with the program into their tables: circulars anew when changed, holidays once.</summary>
public static class ShippedTables
{
    public static Task LoadAsync(Database database, TimeProvider clock) => database.WriteAsync(transaction =>
    {
        var now = clock.GetUtcNow();
        foreach (var circular in ShippedData.Circulars())
            WriteCircular(transaction, circular, now);
        foreach (var day in ShippedData.Holidays().Where(holiday => holiday.Office is null).GroupBy(holiday => holiday.Date))
            WriteHoliday(transaction, day);
        return Task.CompletedTask;
    });

    static void WriteCircular(Transaction transaction, CircularFacts circular, DateTimeOffset now)
    {
        var facts = JsonSerializer.Serialize(circular, JsonSerializerOptions.Web);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(facts)));
        transaction.Write(
            """
            insert into circulars (id, facts, hash, loaded_at) values (@Id, @facts, @hash, @now)
            on conflict (id) do update set facts = excluded.facts, hash = excluded.hash, loaded_at = excluded.loaded_at
            where circulars.hash <> excluded.hash
            """, new { circular.Id, facts, hash, now });
    }

    // A day that is there already stays: the cabinet's word, entered by an operator, is newer than ours.
    static void WriteHoliday(Transaction transaction, IGrouping<DateOnly, Holiday> day) => transaction.Write(
        """
        insert into holidays (day, name_th, name_en, offices_closed) values (@Key, @thai, @english, @closed)
        on conflict (day) do nothing
        """,
        new
        {
            day.Key,
            thai = string.Join(" / ", day.Select(holiday => holiday.NameTh)),
            english = string.Join(" / ", day.Select(holiday => holiday.NameEn)),
            closed = day.Any(holiday => holiday.Government) ? 1 : 0,
        });
}
