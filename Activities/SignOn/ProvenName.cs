using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Activities.SignOn;

/// <summary>
/// Compares the name that a proof of identity gave with the roster's (T102): a married name is no fraud, so a difference is
/// shown to
/// who decides and refuses nothing. The citizen id is the key, not the name.
/// </summary>
public static class ProvenName
{
    /// <param name="said">Given and family name in Thai, with or without a title.</param>
    public static bool Differs(string said, Person person) =>
        Differs(said, person.TitleTh, person.GivenNameTh, person.FamilyNameTh);

    /// <inheritdoc cref="Differs(string, Person)"/>
    public static bool Differs(string said, string title, string given, string family)
    {
        var (name, known) = (Bare(said), Bare(given + family));
        return !Titles.Append(title).Any(one => name == Bare(one) + known);
    }

    static readonly string[] Titles = ["", "นาย", "นาง", "นางสาว", "น.ส."];

    static string Bare(string name) => ThaiText.Normalise(name).Replace(" ", "", StringComparison.Ordinal);
}
