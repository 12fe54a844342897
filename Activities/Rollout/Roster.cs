using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>What a province's roster has and lacks, and its way to the finance division.</summary>
static class Roster
{
    /// <summary>Wakes who waits for an office's names to be sent.</summary>
    public static string SentEvent(string office) => "roster-sent:" + office;

    /// <summary>Wakes who waits for an office's people to be appointed.</summary>
    public static string AppointedEvent(string office) => "appointed:" + office;

    public static string ThaiOf(Organisation about) =>
        new Office { Code = about.Code, NameTh = about.NameTh, NameEn = about.NameEn, Type = about.Type }.Thai;

    /// <summary>Offices of the province that have no name on the roster.</summary>
    public static async Task<IReadOnlyList<Office>> MissingAsync(Transaction transaction, string province)
    {
        var named = (await transaction.QueryAsync<string>(
            "select distinct office_code from roster_lines where province_code = @province and removed_at is null",
            new { province })).ToHashSet();
        return [.. (await Office.OfProvinceAsync(transaction, province)).Where(office => !named.Contains(office.Code))];
    }

    public static async Task<bool> HasLinesAsync(Transaction transaction, string office) => await transaction.FirstAsync<string>(
        "select id from roster_lines where office_code = @office and removed_at is null limit 1", new { office }) is not null;

    public static async Task<bool> IsSentAsync(Transaction transaction, string office) => await transaction.FirstAsync<string>(
        "select id from roster_lines where office_code = @office and removed_at is null and sent_at is not null limit 1",
        new { office }) is not null;

    /// <summary>
    /// Gives what was not accepted yet to the finance division, what came back included, and tells the districts that wait.
    /// </summary>
    /// <returns>How many lines.</returns>
    public static async Task<int> SendAsync(Transaction transaction, string province, DateTimeOffset now, bool late)
    {
        var offices = await transaction.QueryAsync<string>(
            """
            select distinct office_code from roster_lines
            where province_code = @province and removed_at is null and accepted_at is null
            """, new { province });
        var sent = await transaction.ExecuteAsync(
            """
            update roster_lines set sent_at = @now, sent_late = case when sent_at is null then @late else sent_late end
            where province_code = @province and removed_at is null and accepted_at is null
            """, new { now, late = late ? 1 : 0, province });
        foreach (var office in offices)
            Wake(transaction, SentEvent(office), now);
        return sent;
    }

    /// <summary>Makes who waits for an event look again, with the deed that it is about or not at all.</summary>
    public static void Wake(Transaction transaction, string eventName, DateTimeOffset now) =>
        transaction.Write("update bookmarks set due_at = @now where event_name = @eventName", new { now, eventName });
}
