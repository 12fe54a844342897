using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>A draft as the list shows it (T09).</summary>
/// <param name="Officer">Null when nobody was chosen yet, or where the same officer goes on.</param>
public sealed record DraftRow(RequestDraft Draft, Organisation Organisation, Person? Officer, Person By)
{
    public static async Task<IReadOnlyList<DraftRow>> OfAsync(Database database, IReadOnlyList<RequestDraft> drafts)
    {
        if (drafts.Count == 0)
            return [];
        var organisations = (await database.QueryAsync<Organisation>(
            "select * from organisations where code in @codes", new { codes = drafts.Select(draft => draft.OrganisationCode).Distinct().ToList() }))
            .ToDictionary(organisation => organisation.Code);
        var people = (await database.QueryAsync<Person>(
            "select * from people where id in @ids",
            new { ids = drafts.SelectMany(draft => new[] { draft.PersonId, draft.SavedBy }).OfType<string>().Distinct().ToList() }))
            .ToDictionary(person => person.Id);
        return [.. drafts.Select(draft => new DraftRow(
            draft, organisations[draft.OrganisationCode], people.GetValueOrDefault(draft.PersonId ?? ""), people[draft.SavedBy]))];
    }
}
