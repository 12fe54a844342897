using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Who holds which seat of an organisation, who is asked for, and what is free .</summary>
/// <param name="Limit">How many seats there are; 0 sets no limit (left open 2).</param>
public sealed record SeatTable(int Limit, IReadOnlyList<SeatRow> Held, IReadOnlyList<SeatRow> Asked)
{
    /// <summary>Every seat of a limited organisation in order; without a limit only those that are held or asked for.</summary>
    public IReadOnlyList<SeatLine> Lines => [.. Numbers().Select(number => new SeatLine(number,
        Held.FirstOrDefault(row => row.Seat == number), Asked.FirstOrDefault(row => row.Seat == number)))];

    public int Granted => Held.Count(row => row.SuspendedAt is null);

    /// <summary>Seats that nobody holds and nobody asked for; null without a limit.</summary>
    public int? Free => Limit == 0 ? null : Lines.Count(line => line.Held is null && line.Asked is null);

    /// <summary>"Complete" only when every seat is granted; without a limit one is enough.</summary>
    public bool IsComplete => Granted >= Math.Max(1, Limit);

    public static async Task<SeatTable> OfAsync(IQueries queries, string organisation, string system, int limit)
    {
        var held = queries.QueryAsync<SeatRow>(
            """
            select r.id, r.seat, r.person_id, r.valid_from as since, r.suspended_at, r.review_on,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en
            from rights r join people p on p.id = r.person_id
            where r.organisation_code = @organisation and r.system = @system and r.valid_to is null order by r.seat
            """, new { organisation, system });
        var asked = queries.QueryAsync<SeatRow>(
            """
            select r.id, r.seat, r.person_id, r.filed_at as since, r.reference, r.stage,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en
            from requests r join people p on p.id = r.person_id
            where r.organisation_code = @organisation and r.system = @system and r.closed_at is null order by r.seat
            """, new { organisation, system });
        return new(limit, await held, await asked);
    }

    IEnumerable<long> Numbers() => Limit > 0
        ? Enumerable.Range(1, Limit).Select(number => (long)number)
        : Held.Concat(Asked).Select(row => row.Seat).Distinct().Order();
}

/// <summary>A seat: held, asked for, both (a replacement), or free.</summary>
public sealed record SeatLine(long Number, SeatRow? Held, SeatRow? Asked);

/// <summary>A right that holds a seat, or an open request for it.</summary>
public sealed class SeatRow
{
    public string Id { get; init; } = "";
    public long Seat { get; init; }
    public string PersonId { get; init; } = "";
    public string PersonTh { get; init; } = "";
    public string PersonEn { get; init; } = "";
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset? SuspendedAt { get; init; }
    public DateOnly? ReviewOn { get; init; }
    public string Reference { get; init; } = "";
    public string Stage { get; init; } = "";
}
