using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace WorkflowHost.Web.Settings;

/// <summary>How people reach the site.</summary>
public sealed class SiteSettings
{
    public string PublicUrl { get; set; } = "";

    /// <summary>Addresses of reverse proxies, separated by commas.</summary>
    public string Proxies { get; set; } = "";

    public bool HasProxies => Proxies.Length > 0;

    public bool IsHttps => PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The whole address of a path of ours, for mails.</summary>
    public string Link(string path) => PublicUrl.TrimEnd('/') + path;

    internal void Apply(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.KnownProxies.Clear();
        foreach (var proxy in ProxyTexts())
            options.KnownProxies.Add(IPAddress.Parse(proxy));
    }

    internal IEnumerable<string> Problems(bool isDevelopment)
    {
        if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return $"Site:PublicUrl is '{PublicUrl}': give the address people use, such as https://flow.example.go.th";
        else if (!isDevelopment && !IsHttps)
            yield return $"Site:PublicUrl is '{PublicUrl}': outside Development people sign in over https only";
        foreach (var proxy in ProxyTexts().Where(proxy => !IPAddress.TryParse(proxy, out _)))
            yield return $"Site:Proxies names '{proxy}': give IP addresses, separated by commas";
    }

    string[] ProxyTexts() => Proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
