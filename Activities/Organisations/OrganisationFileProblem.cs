namespace WorkflowHost.Activities.Organisations;

/// <summary>One thing that is wrong with a file of organisations.</summary>
/// <param name="Line">Line in the file, the header being 1.</param>
/// <param name="Column">Name of the column; null when it concerns the whole line.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What may stand there.</param>
/// <param name="MessageTh">For people, in Thai.</param>
/// <param name="MessageEn">For people, in English.</param>
public sealed record OrganisationFileProblem(
    int Line, string? Column, string Found, string Expected, string MessageTh, string MessageEn);

/// <summary>All rows of a file when there is nothing wrong with it, else everything that is wrong, and no rows.</summary>
public sealed record OrganisationFileContent(
    IReadOnlyList<OrganisationRow> Rows, IReadOnlyList<OrganisationFileProblem> Problems)
{
    /// <summary>Whether the rows may be imported.</summary>
    public bool IsValid => Problems.Count == 0;
}
