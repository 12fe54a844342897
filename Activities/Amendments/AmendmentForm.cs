using WorkflowHost.Activities.Cascade;

namespace WorkflowHost.Activities.Amendments;

/// <summary>An amendment as it is typed.</summary>
/// <param name="FormKey">Of the form; the same form is kept once.</param>
/// <param name="Number">The amending letter's, as its head has it.</param>
/// <param name="Reason">Why; it stands in the register, at every case and in every mail.</param>
/// <param name="AddedDates">Their clause is its number among all clauses, the added ones last.</param>
/// <param name="AddedOrganisations">Codes.</param>
/// <param name="WithdrawnOrganisations">Codes.</param>
public sealed record AmendmentForm(
    string FormKey,
    string CircularId,
    string Number,
    DateOnly Date,
    string Reason,
    IReadOnlyList<NewDate> Dates,
    IReadOnlyList<DeadlineLine> AddedDates,
    IReadOnlyList<NewWords> Clauses,
    IReadOnlyList<ClauseLine> AddedClauses,
    IReadOnlyList<string> AddedTypes,
    IReadOnlyList<string> AddedOrganisations,
    IReadOnlyList<string> WithdrawnTypes,
    IReadOnlyList<string> WithdrawnOrganisations,
    bool EndsRights,
    string? MigrationPlanId)
{
    /// <summary>One that changes nothing yet.</summary>
    public static AmendmentForm Empty(string formKey, string circular, string number, DateOnly date, string reason) =>
        new(formKey, circular, number, date, reason, [], [], [], [], [], [], [], [], false, null);
}

/// <summary>A date of the circular, by its key, with its new day; without a time it begins or ends with the day.</summary>
public sealed record NewDate(string Key, DateOnly Day, TimeOnly? Time);

/// <summary>A clause, by its id, with its new words.</summary>
public sealed record NewWords(string Id, string Phrase, string SummaryTh, string SummaryEn);

/// <summary>The withdrawal of a circular as it is typed.</summary>
/// <param name="EndsRights">Rights granted under it end too; else they stay.</param>
public sealed record WithdrawalForm(
    string FormKey, string CircularId, string Number, DateOnly Date, string Reason, bool EndsRights);
