using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>
/// Studio's date picker knows no time zones, and would move an instant to the browser's. It gets Bangkok time without a
/// zone, and what it writes is taken for Bangkok time.
/// </summary>
static class DateInputs
{
    static readonly TimeSpan Bangkok = TimeSpan.FromHours(7);

    /// <summary>As Studio writes it with the language our page gives it, and as we write it for Studio.</summary>
    static readonly string[] Zoneless = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    public static void ToStudio(JsonObject activity, ActivityCatalog catalog) => Change(activity, catalog, text =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToOffset(Bangkok).ToString(Zoneless[0], CultureInfo.InvariantCulture)
            : text);

    public static void FromStudio(JsonObject activity, ActivityCatalog catalog) => Change(activity, catalog, text =>
        DateTime.TryParseExact(text, Zoneless, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, Bangkok).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
            : text);

    static void Change(JsonObject activity, ActivityCatalog catalog, Func<string, string> change)
    {
        foreach (var name in DateNames(activity, catalog))
            if (activity[name] is JsonObject input && input["expression"] is JsonObject expression
                && expression["type"]?.ToString() == "Literal" && expression["value"] is JsonValue value
                && value.TryGetValue(out string? text))
                expression["value"] = change(text);
        foreach (var child in DefinitionWire.Children(activity))
            Change(child, catalog, change);
    }

    static IEnumerable<string> DateNames(JsonObject activity, ActivityCatalog catalog) =>
        catalog.TryFind(activity["type"]?.ToString() ?? "", out var known) && known.SettingsType is { } settings
            ? SettingsBinder.ParametersOf(settings)
                .Where(parameter => parameter.ParameterType == typeof(DateTimeOffset)
                    || parameter.ParameterType == typeof(DateTimeOffset?))
                .Select(SettingsBinder.NameInFile)
            : [];
}
