namespace WorkflowHost.Web.Designer.Descriptors;

/// <summary>Elsa's names for the types of values.</summary>
public static class InputTypes
{
    static readonly Dictionary<Type, string> Aliases = new()
    {
        [typeof(string)] = "String",
        [typeof(bool)] = "Boolean",
        [typeof(int)] = "Int32",
        [typeof(double)] = "Double",
        [typeof(TimeSpan)] = "TimeSpan",
        [typeof(DateTimeOffset)] = "DateTimeOffset",
        [typeof(DateOnly)] = "DateTimeOffset",
        [typeof(IReadOnlyList<string>)] = "String[]",
    };

    /// <summary>The name for the type of a setting; Object for what may be anything.</summary>
    public static string Alias(Type type) => Aliases.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type, "Object");

    /// <summary>What a type of Elsa's is to a script.</summary>
    public static string Script(string alias) => alias switch
    {
        "Boolean" => "boolean",
        "Int16" or "Int32" or "Int64" or "Single" or "Double" or "Decimal" => "number",
        "DateTime" or "DateTimeOffset" => "Date",
        "String" or "Guid" or "TimeSpan" => "string",
        _ when alias.EndsWith("[]", StringComparison.Ordinal) => "any[]",
        _ => "any",
    };
}
