using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Security;

/// <summary>Rate limits, sizes of requests, form tokens and their keys.</summary>
public static class SecurityParts
{
    /// <summary>Rate limit policies; a page says <c>[EnableRateLimiting(SecurityParts.MailLinks)]</c>.</summary>
    public const string SignIns = "sign-ins";
    public const string MailLinks = "mail-links";

    /// <summary>Bytes of an ordinary request; no form of ours comes near it.</summary>
    public const long LargestRequest = 1024 * 1024;

    /// <summary>Bytes of an upload, 20 MiB and its form: <c>[RequestSizeLimit(SecurityParts.LargestUpload)]</c>.</summary>
    public const long LargestUpload = 21 * 1024 * 1024;

    public static void AddSecurity(this IServiceCollection services, HostSettings settings)
    {
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = SayWhen;
            limits.AddPolicy(SignIns, context => HttpMethods.IsPost(context.Request.Method)
                ? PerAddress(context, settings.Limits.SignInsPerMinute)
                : RateLimitPartition.GetNoLimiter("read"));
            limits.AddPolicy(MailLinks, context => PerAddress(context, settings.Limits.MailLinksPerMinute));
        });
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = LargestRequest);
        services.Configure<FormOptions>(forms => forms.MultipartBodyLengthLimit = LargestUpload);
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "form";
            // Who may frame us is said by the content security policy alone.
            form.SuppressXFrameOptionsHeader = true;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddDataProtection().SetApplicationName("WorkflowHost");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(parts => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new ProtectionKeys(parts.GetRequiredService<Database>())));
    }

    static RateLimitPartition<string> PerAddress(HttpContext context, int perMinute) => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
        _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) });

    static ValueTask SayWhen(OnRejectedContext rejected, CancellationToken stop)
    {
        rejected.HttpContext.Response.Headers.RetryAfter = "60";
        return ValueTask.CompletedTask;
    }
}
