using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.SubUnits;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>The parts of circular C.</summary>
static class OnboardingParts
{
    public static void AddOnboarding(this IServiceCollection services)
    {
        services.AddSingleton<SubUnitDesk>();
        services.AddSingleton<SubUnitImport>();
        services.AddSingleton<AssetImport>();
        services.AddSingleton<ProvinceCheck>();
        services.AddSingleton<LateChanges>();
        services.AddSingleton<SiteClaims>();
        services.AddSingleton<UnclaimedDigest>();
        services.AddSingleton<SiteHandOver>();
        services.AddSingleton<SiteRelease>();
        services.AddSingleton<MailboxAlarms>();
        services.AddScoped<UnitReading>();
    }
}
