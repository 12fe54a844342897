namespace WorkflowHost.Activities;

/// <summary>Lists of values that are known only at run time; <c>[Input(…, OptionsFrom = OptionLists.Clauses)]</c>.</summary>
public static class OptionLists
{
    /// <summary>The mail templates there are.</summary>
    public const string MailTemplates = "mail-templates";

    /// <summary>The clauses of all circulars.</summary>
    public const string Clauses = "clauses";

    public const string Circulars = "circulars";

    /// <summary>Central agencies, whose people decide.</summary>
    public const string Agencies = "agencies";

    public const string OrganisationTypes = "organisation-types";

    /// <summary>Whose people are asked: the organisation's own, its district's, its province's, or an agency's.</summary>
    public const string AskedOrganisations = "asked-organisations";

    public static IReadOnlyList<string> All { get; } =
        [MailTemplates, Clauses, Circulars, Agencies, OrganisationTypes, AskedOrganisations];
}
