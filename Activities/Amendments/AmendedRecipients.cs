using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// Recipients that are added join the latest sending and are started as by the sending itself; those withdrawn leave all of them.
/// </summary>
sealed class AmendedRecipients(Transaction transaction, DateTimeOffset now)
{
    public async Task ApplyAsync(string circular, AmendmentChanges changes)
    {
        if (changes.Adds)
            await AddAsync(circular, changes);
        if (changes.WithdrawnTypes.Count > 0)
            await NarrowAsync(circular, changes.WithdrawnTypes);
        foreach (var type in changes.WithdrawnTypes)
            Withdraw(circular, "organisation_code in (select code from organisations where type = @which)", type);
        foreach (var code in changes.WithdrawnOrganisations)
            Withdraw(circular, "organisation_code = @which", code);
    }

    async Task AddAsync(string circular, AmendmentChanges changes)
    {
        var sending = await transaction.FirstAsync<Sending>(
            "select * from sendings where circular_id = @circular order by sent_at desc limit 1", new { circular })
            ?? throw AmendmentRefusals.NoSending();
        foreach (var code in changes.AddedOrganisations)
        {
            transaction.Write(
                """
                insert into sending_extras (sending_id, organisation_code) values (@Id, @code)
                on conflict (sending_id, organisation_code) do nothing
                """, new { sending.Id, code });
        }
        // Somebody who was withdrawn before may be called back.
        transaction.Write(
            """
            update deliveries set withdrawn_at = null where sending_id = @Id and organisation_code in (
                select code from organisations where @types like '% ' || type || ' %' or @codes like '% ' || code || ' %')
            """,
            new
            {
                sending.Id,
                types = $" {string.Join(' ', changes.AddedTypes)} ",
                codes = $" {string.Join(' ', changes.AddedOrganisations)} ",
            });
        transaction.Write(
            "update sendings set types = @types, phase = 'listing', cursor = '', reopened_at = @now where id = @Id",
            new { types = string.Join(' ', sending.TypeList.Union(changes.AddedTypes)), now, sending.Id });
    }

    // A listing to come doesn't find them again.
    async Task NarrowAsync(string circular, IReadOnlyList<string> types)
    {
        foreach (var sending in await transaction.QueryAsync<Sending>(
            "select * from sendings where circular_id = @circular", new { circular }))
            transaction.Write("update sendings set types = @types where id = @Id",
                new { types = string.Join(' ', sending.TypeList.Except(types)), sending.Id });
    }

    void Withdraw(string circular, string which, string value) => transaction.Write(
        $"""
        update deliveries set is_covered = 0, withdrawn_at = @now where circular_id = @circular and is_covered = 1 and {which}
        """, new { now, circular, which = value });
}
