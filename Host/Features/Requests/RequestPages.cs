namespace WorkflowHost.Web.Features.Requests;

/// <summary>What the pages of requests, letters and rights are made of.</summary>
public static class RequestPages
{
    public static void AddRequestPages(this IServiceCollection services)
    {
        services.AddScoped<InScope>();
        services.AddScoped<CaseReading>();
        services.AddSingleton<KeptUploads>();
    }
}
