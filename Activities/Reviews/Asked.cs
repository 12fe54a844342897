using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Whom the organisation's part of a review is put to (T93): its executive and clerk; when both posts are empty the
/// province's coordinator. Each empty post is written down, so that silence is never mistaken for an answer.
/// </summary>
sealed record Asked(string Organisation, IReadOnlyList<string> Roles)
{
    /// <returns>Null when nobody holds any of these offices.</returns>
    public static async Task<Asked?> ForAsync(ActivityExecutionContext context, Right right, string rule)
    {
        var own = new List<string>();
        foreach (var role in (string[])[Role.Executive, Role.Clerk])
            if (await IsHeldAsync(context, right.OrganisationCode, role))
                own.Add(role);
            else
                Note(context, right, rule, role);
        if (own.Count > 0)
            return new Asked(right.OrganisationCode, [Role.Executive, Role.Clerk]);
        if (await Organisations.Organisation.ProvinceOfAsync(context.Transaction, right.OrganisationCode) is { } province
            && await IsHeldAsync(context, province, Role.Coordinator))
            return new Asked(province, [Role.Coordinator]);
        Note(context, right, rule, Role.Coordinator);
        return null;
    }

    static async Task<bool> IsHeldAsync(ActivityExecutionContext context, string organisation, string role) =>
        (await Person.InRoleAsync(context.Transaction, organisation, role, context.Now)).Count > 0;

    static void Note(ActivityExecutionContext context, Right right, string rule, string role) => AuditTrail.Add(
        context.Transaction, context.Now, null, "nobody-to-ask", "right", right.Id, right.OrganisationCode, rule, role);
}
