using System.Globalization;
using System.Text.Json;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail;

/// <summary>
/// One mail for a person with many items: what a circular sent to many queued for the same person becomes one digest, as long as
/// none of it has left. The folding and the digest are one transaction, so a repeat sends nothing twice.
/// </summary>
public sealed class MailFold(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>How long the mails of a sending are held for others to join them.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(5);

    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    const int PeopleAtOnce = 100;
    const int MostLines = 50;

    /// <returns>How many people it looked at.</returns>
    public async Task<int> RunAsync()
    {
        var done = 0;
        while (await SomeAsync() is var some and > 0)
            done += some;
        return done;
    }

    Task<int> SomeAsync() => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var people = await transaction.QueryAsync<Group>(
            """
            select sending_id, person_id, count(*) as mails from case_mails
            where sending_id is not null and folded_at is null
            group by sending_id, person_id having max(queued_at) <= @quiet order by sending_id, person_id limit @PeopleAtOnce
            """, new { quiet = now - Quiet, PeopleAtOnce });
        foreach (var group in people)
            await FoldAsync(transaction, group, now);
        return people.Count;
    });

    async Task FoldAsync(Transaction transaction, Group group, DateTimeOffset now)
    {
        transaction.Write(
            """
            update case_mails set folded_at = @now
            where sending_id = @SendingId and person_id = @PersonId and folded_at is null
            """, new { now, group.SendingId, group.PersonId });
        if (group.Mails < 2)
            return;
        // What a dispatcher has begun with is on its way already.
        var folded = await transaction.QueryAsync<Folded>(
            """
            update outbox set done_at = @now, due_at = null, last_error = 'folded into one mail'
            where attempts = 0 and done_at is null and failed_at is null and key in (
                select outbox_key from case_mails where sending_id = @SendingId and person_id = @PersonId and folded_at = @now)
            returning key, payload
            """, new { now, group.SendingId, group.PersonId });
        if (folded.Count == 0)
            return;
        CaseMail.Queue(
            transaction, now, tools, CampaignFold.Template(group.SendingId), await Person.GetAsync(transaction, group.PersonId),
            Model(folded),
            $"digest:{group.SendingId}:{folded.Min(mail => mail.Key)}", sendAt: tools.Calendar.Current.OfficeTimeFrom(now));
    }

    static Dictionary<string, object?> Model(IReadOnlyList<Folded> folded) => new()
    {
        ["count"] = folded.Count.ToString(CultureInfo.InvariantCulture),
        ["subjects"] = folded.OrderBy(mail => mail.Key, StringComparer.Ordinal).Take(MostLines)
            .Select(mail => JsonSerializer.Deserialize<OutgoingMail>(mail.Payload, JsonSerializerOptions.Web)!.Subject).ToList(),
        ["more"] = folded.Count > MostLines ? (folded.Count - MostLines).ToString(CultureInfo.InvariantCulture) : null,
    };

    sealed class Group
    {
        public string SendingId { get; init; } = "";
        public string PersonId { get; init; } = "";
        public long Mails { get; init; }
    }

    sealed class Folded
    {
        public string Key { get; init; } = "";
        public string Payload { get; init; } = "";
    }
}
