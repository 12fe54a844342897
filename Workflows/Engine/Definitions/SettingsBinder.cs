using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Reads a node's inputs into its activity's settings record. The record's constructor is the list of inputs: their
/// names (camelCase in the file), types and defaults.
/// </summary>
public static class SettingsBinder
{
    static readonly ConcurrentDictionary<Type, IReadOnlyList<ParameterInfo>> Known = new();

    /// <summary>The inputs of a settings record, in order.</summary>
    public static IReadOnlyList<ParameterInfo> ParametersOf(Type settings) => Known.GetOrAdd(settings, type =>
        type.GetConstructors().Single(constructor => constructor.GetParameters() is [var first, ..] && first.ParameterType != type
            || constructor.GetParameters().Length == 0).GetParameters());

    public static string NameInFile(ParameterInfo parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

    /// <summary>Reads the settings of a running node.</summary>
    public static object Bind(ActivityNode node, IScriptScope scope, WorkflowDefinition definition)
    {
        if (node.ConstantSettings is { } known)
            return known;
        var settings = Build(node, expression => expression.Evaluate(scope, definition));
        if (node.Inputs.Values.All(expression => expression is InputExpression.Constant))
            node.ConstantSettings = settings;
        return settings;
    }

    /// <summary>The settings as far as they are known without running: what expressions give is left at its default.</summary>
    public static T Constants<T>(ActivityNode node) where T : class => (T)Build(node, ConstantOrDefault);

    /// <summary>What is wrong with a node's inputs, each a sentence that ends without a stop.</summary>
    public static IEnumerable<string> Problems(ActivityNode node)
    {
        var parameters = node.Activity.SettingsType is { } type ? ParametersOf(type) : [];
        foreach (var name in node.Inputs.Keys.Where(name => parameters.All(parameter => NameInFile(parameter) != name)))
            yield return $"'{node.Type}' has no input '{name}'" + (parameters.Count == 0
                ? "; it takes none"
                : Words.DidYouMean(name, parameters.Select(NameInFile)) is { Length: > 0 } hint
                    ? hint
                    : $"; it takes {string.Join(", ", parameters.Select(NameInFile))}");
        foreach (var parameter in parameters)
            if (ProblemOf(node, parameter) is { } problem)
                yield return problem;
    }

    static string? ProblemOf(ActivityNode node, ParameterInfo parameter)
    {
        var name = NameInFile(parameter);
        if (!node.Inputs.TryGetValue(name, out var expression))
            return parameter.HasDefaultValue ? null : $"input '{name}' is missing";
        if (expression is not InputExpression.Constant constant)
            return null;
        if (!parameter.HasDefaultValue && constant.Value is null or "")
            return $"input '{name}' is empty";
        try
        {
            Conversions.To(parameter.ParameterType, constant.Value);
            return null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return $"input '{name}': {fault.Message}";
        }
    }

    static object Build(ActivityNode node, Func<InputExpression, object?> evaluate)
    {
        var type = node.Activity.SettingsType
            ?? throw new InvalidOperationException($"'{node.Type}' has no settings.");
        var parameters = ParametersOf(type);
        var values = new object?[parameters.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(node, parameters[i], evaluate);
        return Activator.CreateInstance(type, values)!;
    }

    static object? Value(ActivityNode node, ParameterInfo parameter, Func<InputExpression, object?> evaluate)
    {
        if (!node.Inputs.TryGetValue(NameInFile(parameter), out var expression))
            return parameter.HasDefaultValue ? parameter.DefaultValue : Conversions.To(parameter.ParameterType, null);
        try
        {
            var value = evaluate(expression);
            return value is null && parameter.HasDefaultValue ? parameter.DefaultValue : Conversions.To(parameter.ParameterType, value);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"Input '{NameInFile(parameter)}' of '{node.Id}': {fault.Message}.", fault);
        }
    }

    static object? ConstantOrDefault(InputExpression expression) =>
        expression is InputExpression.Constant constant ? constant.Value : null;
}
