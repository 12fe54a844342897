using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>Which systems of a request were approved, where it asks for several on one page (B-02, T10).</summary>
static class AnsweredGrants
{
    /// <exception cref="RefusedException">Approved without a system, or a system without the account that opens it.</exception>
    public static async Task StoreAsync(Transaction transaction, Request request, DecisionAnswer decision, bool approved)
    {
        var grants = await RequestGrant.OfAsync(transaction, request.Id);
        var chosen = approved ? decision.Grants ?? [.. grants.Select(grant => grant.System)] : [];
        if (approved && grants.Count > 0)
            Require(grants, chosen, request);
        foreach (var grant in grants)
            grant.Say(transaction, chosen.Contains(grant.System) ? RequestGrant.Approved : RequestGrant.Rejected);
    }

    static void Require(IReadOnlyList<RequestGrant> grants, IReadOnlyList<string> chosen, Request request)
    {
        if (!grants.Any(grant => chosen.Contains(grant.System)))
            throw ApprovalRefusals.GrantsNeeded();
        if (chosen.Contains(request.System) && grants.FirstOrDefault(grant => !chosen.Contains(grant.System)) is { } account)
            throw ApprovalRefusals.AccountFirst(account.System);
    }
}
