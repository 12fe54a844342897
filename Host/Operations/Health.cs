using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Operations;

/// <summary>GET /health/live: the process answers. GET /health/ready: it may be sent work.</summary>
public static class Health
{
    public static void AddOperations(this IServiceCollection services, HostSettings settings, bool isDevelopment)
    {
        services.AddHostedService<Drain>();
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = settings.Operations.DrainTime(isDevelopment) + Drain.ForWorkInFlight);
        services.AddSingleton<Readiness>();
        services.AddSingleton<Measured>();
        services.AddSingleton<Measures>();
        services.AddSingleton<StoreNumbers>();
    }

    public static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<Measured>().Listen();
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    static async Task<IResult> ReadyAsync(Readiness readiness)
    {
        var checks = await readiness.ChecksAsync();
        var ready = checks.All(check => check.Ok);
        return Results.Json(
            new { status = ready ? "ready" : "not ready", checks = checks.ToDictionary(check => check.Name, check => check.Ok) },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
