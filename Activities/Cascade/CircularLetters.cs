using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>A letter of a circular in the register.</summary>
public sealed class CircularLetter
{
    public const string Confirmed = "confirmed";
    public const string Conflicting = "conflicting";
    public const string Unknown = "unknown";

    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";

    /// <summary>Its name within the circular: "A1".</summary>
    public string Letter { get; init; } = "";

    public string AgencyCode { get; init; } = "";
    public bool IsCircular { get; init; }
    public string Number { get; init; } = "";

    /// <summary>C.E.; 0 when the letter bears no date.</summary>
    public int Year { get; init; }

    /// <summary>confirmed, conflicting (its head or its citations disagree), or unknown (something is missing).</summary>
    public string State { get; init; } = "";

    /// <summary>The id of the letter that this is another reading of.</summary>
    public string? SameAs { get; init; }

    public LetterIdentity Identity => new(AgencyCode, IsCircular, Number, Year);

    public static Task<CircularLetter?> FindAsync(Transaction transaction, LetterIdentity identity) =>
        transaction.FirstAsync<CircularLetter>(
            """
            select * from circular_letters
            where agency_code = @AgencyCode and is_circular = @circular and number = @Number and year = @Year
            """, new { identity.AgencyCode, circular = identity.IsCircular ? 1 : 0, identity.Number, identity.Year });

    public static Task<IReadOnlyList<CircularLetter>> OfAsync(Database database, string circularId) =>
        database.QueryAsync<CircularLetter>(
            "select * from circular_letters where circular_id = @circularId order by letter", new { circularId });

    /// <summary>Puts the letters of a circular into the register; safe to repeat. What people linked stays linked.</summary>
    internal static void Write(Transaction transaction, CircularFacts facts, DateTimeOffset now)
    {
        foreach (var document in facts.Documents)
            if (LetterIdentity.Read(document.NumberArabic, document.Date) is { } identity)
                transaction.Write(
                    """
                    insert into circular_letters (id, circular_id, letter, agency_code, is_circular, number, year, state)
                    values (@id, @circularId, @letter, @AgencyCode, @circular, @Number, @Year, @state)
                    on conflict (circular_id, letter) do update set agency_code = excluded.agency_code,
                        is_circular = excluded.is_circular, number = excluded.number, year = excluded.year, state = excluded.state
                    """,
                    new
                    {
                        id = Ids.New(now),
                        circularId = facts.Id,
                        letter = document.Id,
                        identity.AgencyCode,
                        circular = identity.IsCircular ? 1 : 0,
                        identity.Number,
                        identity.Year,
                        state = StateOf(document),
                    });
    }

    static string StateOf(CircularDocument document) => document switch
    {
        { Date: null } or { Number: null } => Unknown,
        { Aliases.Count: > 0 } => Conflicting,
        _ when LetterIdentity.Read(document.Number, document.Date) != LetterIdentity.Read(document.NumberArabic, document.Date) =>
            Conflicting,
        _ => Confirmed,
    };
}
