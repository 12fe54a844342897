using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Support;

/// <summary>A question that somebody left, as it is kept.</summary>
public sealed class SupportMessage
{
    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string Text { get; init; } = "";

    /// <summary>The mailbox it went to.</summary>
    public string Recipient { get; init; } = "";

    public string ByPerson { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>One person's own about one circular, the newest first.</summary>
    public static Task<IReadOnlyList<SupportMessage>> OfAsync(Database database, string circularId, string personId) =>
        database.QueryAsync<SupportMessage>(
            "select * from support_messages where by_person = @personId and circular_id = @circularId order by at desc limit 20",
            new { circularId, personId });
}
