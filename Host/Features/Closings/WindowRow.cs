using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Closings;

/// <summary>A window as its page shows it: how many were told before, and how many wait for its end.</summary>
public sealed record WindowRow(Window Window, long Told, long Waiting, Person? ChangedBy)
{
    public string ChangedByName(Texts texts) => ChangedBy is { } by ? texts[$"โดย {by.NameTh}", $"by {texts.Name(by)}"] : "";

    public static async Task<IReadOnlyList<WindowRow>> OfAsync(Database database, string circularId)
    {
        var rows = new List<WindowRow>();
        foreach (var window in await database.QueryAsync<Window>(
            "select * from windows where circular_id = @circularId order by closed_from, id", new { circularId }))
            rows.Add(new WindowRow(
                window,
                await database.FirstAsync<long>("select count(*) from window_notices where window_id = @Id", new { window.Id }),
                await database.FirstAsync<long>("select count(*) from bookmarks where event_name = @waits",
                    new { waits = Window.ChangedEvent(circularId, window.Key) }),
                window.ChangedBy is { } by ? await database.FirstAsync<Person>("select * from people where id = @by", new { by })
                    : null));
        return rows;
    }
}
