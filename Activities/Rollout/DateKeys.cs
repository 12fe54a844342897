using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>The dates that a step of an organisation's instance names by key.</summary>
static class DateKeys
{
    public static Task<StatedDates> OfAsync(ActivityExecutionContext context, string key) =>
        CircularDay.OfAsync(context, key, OrganisationOf.Code(context));

    public static IEnumerable<DefinitionProblem> Problems(params (string Input, string Key)[] keys) =>
        from pair in keys
        where pair.Key.Length > 0 && !CircularDay.MayExist(pair.Key)
        select new DefinitionProblem(
            $"หนังสือเวียนไม่มีวัน '{pair.Key}'", $"the circular states no date '{pair.Key}'", pair.Input);
}
