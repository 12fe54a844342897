using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Deals rights out over working days so that no day has more than twice the mean. Who comes when follows from the
/// organisation's code alone: the same every time it is reckoned, and about the same day every year. An organisation stays
/// together as long as it is no larger than a day's mean, so that its clerk is asked once.
/// </summary>
/// <remarks>
/// Why twice the mean holds: with m = rights / days, at least 2 where there are 2, pieces are at most floor(m) large and laid end
/// to end; a piece belongs to the day in which its middle lies. What lies in one day reaches over its two edges by half a piece
/// each, so a day has less than m + floor(m).
/// </remarks>
public static class ReviewSpread
{
    /// <summary>Two seats of a tambon municipality: fewer days are used rather than asking its clerk twice.</summary>
    const int LeastMean = 2;

    /// <summary>A right to be dealt out.</summary>
    public sealed record Seat(string RightId, string OrganisationCode);

    /// <param name="ByRight">The day of each right.</param>
    /// <param name="Days">How many days are used; the others are free.</param>
    public sealed record Dealt(IReadOnlyDictionary<string, DateOnly> ByRight, int Days)
    {
        /// <summary>How many may be asked on one day: twice the mean, at least one.</summary>
        public int DayLimit => Days == 0 ? 1 : Math.Max(1, 2 * ByRight.Count / Days);
    }

    /// <summary>The working days of a period, both ends included.</summary>
    public static IReadOnlyList<DateOnly> WorkingDays(WorkingCalendar calendar, DateOnly first, DateOnly last)
    {
        var days = new List<DateOnly>();
        for (var day = calendar.AddWorkingDays(first, 0); day <= last; day = calendar.NextWorkingDay(day))
            days.Add(day);
        return days;
    }

    /// <exception cref="ArgumentException">There is no day to deal out to.</exception>
    public static Dealt Deal(IReadOnlyCollection<Seat> seats, IReadOnlyList<DateOnly> workingDays)
    {
        if (workingDays.Count == 0)
            throw new ArgumentException("There is no working day to deal out to.", nameof(workingDays));
        if (seats.Count == 0)
            return new Dealt(new Dictionary<string, DateOnly>(), 0);
        var days = Math.Min(workingDays.Count, Math.Max(1, seats.Count / LeastMean));
        var largest = Math.Max(1, seats.Count / days);
        var byRight = new Dictionary<string, DateOnly>(seats.Count);
        var before = 0L;
        foreach (var piece in Pieces(seats, largest))
        {
            // The piece's middle on a scale from 0 to twice the number of rights.
            var middle = 2 * before + piece.Length;
            var day = (int)(middle * days / (2L * seats.Count));
            foreach (var seat in piece)
                byRight.Add(seat.RightId, workingDays[(int)((long)day * workingDays.Count / days)]);
            before += piece.Length;
        }
        return new Dealt(byRight, days);
    }

    /// <summary>Where an organisation's key points to, out of so many places; it doesn't change from run to run.</summary>
    public static int PlaceOf(string organisation, int places) => (int)(KeyOf(organisation) % (ulong)places);

    static IEnumerable<Seat[]> Pieces(IReadOnlyCollection<Seat> seats, int largest) => seats
        .GroupBy(seat => seat.OrganisationCode)
        .Select(group => (Key: KeyOf(group.Key), Code: group.Key,
            Seats: group.OrderBy(seat => seat.RightId, StringComparer.Ordinal).ToArray()))
        .OrderBy(group => group.Key).ThenBy(group => group.Code, StringComparer.Ordinal)
        .SelectMany(group => group.Seats.Chunk(largest));

    static ulong KeyOf(string organisation)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(organisation), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
