namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// One holiday on one date; two may share a date. Holidays are data that the cabinet changes at short notice.
/// </summary>
/// <param name="Date">The day.</param>
/// <param name="NameTh">Thai name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Government">Whether offices close. Labour Day is false.</param>
/// <param name="Office">
/// Null: for every office. A code: an override for that office alone, which decides the day for it, Saturdays and
/// Sundays too (an office that serves the public may open on a special holiday).
/// </param>
/// <param name="Projected">Computed, but not yet announced by the cabinet.</param>
public sealed record Holiday(
    DateOnly Date, string NameTh, string NameEn, bool Government, string? Office = null, bool Projected = false);
