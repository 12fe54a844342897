using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>The deadlines in the registers of the offices and units, after the issuer's has moved.</summary>
sealed class AmendedDeliveries(Transaction transaction, WorkingCalendar calendar)
{
    /// <summary>An office's own earlier day stays where it is earlier still; else the issuer's holds (C-12, C-13).</summary>
    public async Task MoveAsync(string circular, string key, DateTimeOffset to)
    {
        foreach (var sending in await transaction.QueryAsync<Sending>(
            "select * from sendings where circular_id = @circular and deadline_key = @key", new { circular, key }))
        {
            transaction.Write(
                """
                update deliveries set enforced_at = @to, shown_at = @to,
                    shown_by = (select issuer_code from circulars where id = @circular)
                where sending_id = @Id and arrived_at is not null
                """, new { to, circular, sending.Id });
            await ShortenAsync(sending.Id, to);
            await LookWhoIsLateAsync(sending, to);
        }
    }

    async Task ShortenAsync(string sendingId, DateTimeOffset to)
    {
        foreach (var office in await transaction.QueryAsync<Delivery>(
            """
            select path, organisation_code, own_deadline_at from deliveries
            where sending_id = @sendingId and is_hop = 1 and own_deadline_at < @to order by path
            """, new { sendingId, to }))
            transaction.Write(
                """
                update deliveries set shown_at = @OwnDeadlineAt, shown_by = @OrganisationCode
                where sending_id = @sendingId and path > @Path and path < @pathEnd and arrived_at is not null
                and shown_at > @OwnDeadlineAt
                """,
                new { office.OwnDeadlineAt, office.OrganisationCode, sendingId, office.Path, pathEnd = office.Path + "~" });
    }

    // Whoever has the time by now is reached too late no more, and the other way round (T14).
    async Task LookWhoIsLateAsync(Sending sending, DateTimeOffset to)
    {
        foreach (var arrived in await transaction.QueryAsync<Delivery>(
            "select distinct arrived_at from deliveries where sending_id = @Id and arrived_at is not null", new { sending.Id }))
        {
            var minutes = Arrival.MinutesLeft(calendar, arrived.ArrivedAt!.Value, to);
            transaction.Write(
                """
                update deliveries set minutes_left = @minutes, is_late = @late where sending_id = @Id and arrived_at = @ArrivedAt
                """, new { minutes, late = minutes < sending.LeastMinutes ? 1 : 0, sending.Id, arrived.ArrivedAt });
        }
    }
}
