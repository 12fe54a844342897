namespace WorkflowHost.Web.Features.Requests;

/// <summary>What the pages of requests, letters and rights, and the first page are made of.</summary>
public static class RequestPages
{
    public static void AddRequestPages(this IServiceCollection services)
    {
        services.AddScoped<InScope>();
        services.AddScoped<CaseReading>();
        services.AddSingleton<RequestSearch>();
        services.AddScoped<Dashboard>();
        services.AddSingleton<KeptUploads>();
    }
}
