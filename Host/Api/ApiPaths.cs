namespace WorkflowHost.Web.Api;

/// <summary>Which addresses are called by programs: our own API, and the part of Elsa's that Elsa Studio calls.</summary>
public static class ApiPaths
{
    public const string Elsa = "/elsa/api";

    public static bool IsApi(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments(Elsa);
}
