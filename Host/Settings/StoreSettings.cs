using System.Data.Common;

namespace WorkflowHost.Web.Settings;

/// <summary>Where everything but the letters is kept.</summary>
public sealed class StoreSettings
{
    /// <summary>"sqlite" or "postgres".</summary>
    public string Kind { get; set; } = "sqlite";

    /// <summary>The SQLite file.</summary>
    public string Path { get; set; } = "";

    /// <summary>The way to PostgreSQL.</summary>
    public string ConnectionString { get; set; } = "";

    public bool IsPostgres => Kind == "postgres";

    internal IEnumerable<string> Problems()
    {
        if (Kind is not ("sqlite" or "postgres"))
            yield return $"Store:Kind is '{Kind}': use sqlite or postgres";
        if (Kind == "sqlite" && Path.Length == 0)
            yield return "Store:Path is empty: name the SQLite file";
        if (IsPostgres && !IsConnectionString())
            yield return "Store:ConnectionString is not one: give something like Host=db;Database=flow;Username=flow";
    }

    bool IsConnectionString()
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = ConnectionString }.ContainsKey("Host");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
