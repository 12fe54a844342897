using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>Who may decide on a request in a place: nobody on their own, even with another record of the same person (B-04).</summary>
static class Approvers
{
    /// <param name="whose">"own", "province", "district", or an agency's code.</param>
    public static async Task<string> PlaceAsync(Transaction transaction, string whose, Request request) => whose switch
    {
        AskOrganisation.Own => request.OrganisationCode,
        AskOrganisation.Province => await Organisation.ProvinceOfAsync(transaction, request.OrganisationCode)
            ?? throw new InvalidOperationException($"'{request.OrganisationCode}' lies in no province."),
        AskOrganisation.District => await Organisation.DistrictOfAsync(transaction, request.OrganisationCode)
            ?? throw new InvalidOperationException($"'{request.OrganisationCode}' lies in no district."),
        _ => whose,
    };

    public static async Task<IReadOnlyList<Person>> OfAsync(
        ActivityExecutionContext context, string role, string organisation, Request request)
    {
        var others = new List<Person>();
        foreach (var person in await Person.InRoleAsync(context.Transaction, organisation, role, context.Now))
            if (!await CitizenIds.IsOneOfAsync(context.Transaction, person.Id, request.PersonId, request.FiledBy))
                others.Add(person);
        return others;
    }

    public static async Task<bool> AnyAsync(ActivityExecutionContext context, string role, string organisation, Request request) =>
        (await OfAsync(context, role, organisation, request)).Count > 0;
}
