using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Letters;

/// <summary>
/// The same file handed in by two organisations (T65): perhaps a mix-up, perhaps not. It is taken, written down, and shown
/// to whoever checks the request.
/// </summary>
public static class SameFile
{
    /// <summary>Which other organisations handed in the very bytes of a letter of this request.</summary>
    public static Task<IReadOnlyList<SameFileElsewhere>> OfRequestAsync(IQueries queries, string requestId) =>
        queries.QueryAsync<SameFileElsewhere>(
            """
            select distinct mine.id as letter_id, o.code as organisation_code, o.name_th as organisation_th, o.name_en as organisation_en
            from request_letters r join letters mine on mine.id = r.letter_id
            join letters other on other.sha256 = mine.sha256 and other.organisation_code <> mine.organisation_code
            join organisations o on o.code = other.organisation_code
            where r.request_id = @requestId order by o.code
            """, new { requestId });
}

/// <summary>An organisation that handed in the same file.</summary>
public sealed class SameFileElsewhere
{
    public string LetterId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string OrganisationTh { get; init; } = "";
    public string OrganisationEn { get; init; } = "";
}
