using WorkflowHost.Web.Designer.Definitions;
using WorkflowHost.Web.Designer.Descriptors;
using WorkflowHost.Web.Designer.Hosting;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Designer;

/// <summary>What Elsa Studio needs of this host.</summary>
public static class DesignerParts
{
    public static void AddDesigner(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton(new StudioFolder(settings.Studio.Folder));
        services.AddSingleton<DefinitionWire>();
        services.AddSingleton<StudioPublishing>();
        services.AddSingleton<ChoiceLists>();
        services.AddSingleton<ActivityDescriptors>();
    }
}
