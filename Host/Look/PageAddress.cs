using Microsoft.AspNetCore.Http.Extensions;

namespace WorkflowHost.Web.Look;

/// <summary>The address of a list with what was chosen in it; what is empty isn't named.</summary>
static class PageAddress
{
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> chosen)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in chosen)
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        return path + query;
    }
}
