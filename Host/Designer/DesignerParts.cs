using WorkflowHost.Web.Designer.Descriptors;

namespace WorkflowHost.Web.Designer;

/// <summary>What Elsa Studio needs of this host.</summary>
public static class DesignerParts
{
    public static void AddDesigner(this IServiceCollection services)
    {
        services.AddSingleton<ChoiceLists>();
        services.AddSingleton<ActivityDescriptors>();
    }
}
