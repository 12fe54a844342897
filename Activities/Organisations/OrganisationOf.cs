using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Organisations;

/// <summary>The organisation that an instance is about: its input "organisationCode".</summary>
static class OrganisationOf
{
    public static string Code(ActivityExecutionContext context) => context.Input("organisationCode") as string
        ?? throw new InvalidOperationException("This workflow was started without an organisation (input organisationCode).");

    public static Task<Organisation> Async(ActivityExecutionContext context) =>
        Organisation.GetAsync(context.Transaction, Code(context));
}
