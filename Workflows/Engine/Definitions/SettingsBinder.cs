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
    public static IEnumerable<DefinitionProblem> Problems(ActivityNode node)
    {
        var parameters = node.Activity.SettingsType is { } type ? ParametersOf(type) : [];
        foreach (var name in node.Inputs.Keys.Where(name => parameters.All(parameter => NameInFile(parameter) != name)))
            yield return NoSuchInput(node, name, [.. parameters.Select(NameInFile)]);
        foreach (var parameter in parameters)
            if (ProblemOf(node, parameter) is { } problem)
                yield return problem;
    }

    static DefinitionProblem NoSuchInput(ActivityNode node, string name, string[] known)
    {
        if (known.Length == 0)
            return new($"กิจกรรม '{node.Type}' ไม่มีค่าที่ตั้งได้ แต่มี '{name}'", $"'{node.Type}' has no input '{name}'; it takes none");
        var all = string.Join(", ", known);
        return Words.DidYouMean(name, known) is { Length: > 0 } hint
            ? new($"กิจกรรม '{node.Type}' ไม่มีค่า '{name}'{Words.OrPerhaps(name, known)}", $"'{node.Type}' has no input '{name}'{hint}")
            : new($"กิจกรรม '{node.Type}' ไม่มีค่า '{name}' มีแต่ {all}", $"'{node.Type}' has no input '{name}'; it takes {all}");
    }

    static DefinitionProblem? ProblemOf(ActivityNode node, ParameterInfo parameter)
    {
        var name = NameInFile(parameter);
        if (!node.Inputs.TryGetValue(name, out var expression))
            return parameter.HasDefaultValue ? null : Empty(parameter, name);
        if (expression is not InputExpression.Constant constant)
            return null;
        if (!parameter.HasDefaultValue && constant.Value is null or "")
            return Empty(parameter, name);
        try
        {
            return NotAnOption(parameter, name, Conversions.To(parameter.ParameterType, constant.Value));
        }
        catch (UnreadableException fault)
        {
            return fault.AsProblem(name) with { Thai = $"{ThaiNameOf(parameter)}: {fault.Thai}" };
        }
        catch (JsonException fault)
        {
            return new($"{ThaiNameOf(parameter)}: ข้อความนี้ไม่ใช่ JSON", fault.Message, name);
        }
    }

    static DefinitionProblem? NotAnOption(ParameterInfo parameter, string name, object? value)
    {
        var options = parameter.GetCustomAttributes<OptionAttribute>().Select(option => option.Value).ToList();
        var given = value as IEnumerable<string> ?? (value is string { Length: > 0 } one ? [one] : []);
        if (options.Count == 0 || given.FirstOrDefault(word => !options.Contains(word)) is not { } odd)
            return null;
        var all = string.Join(", ", options);
        return new($"{ThaiNameOf(parameter)}: เลือกได้เพียง {all} ไม่ใช่ '{odd}'",
            $"is one of {all}, not '{odd}'{Words.DidYouMean(odd, options)}", name);
    }

    static DefinitionProblem Empty(ParameterInfo parameter, string name) => new($"ยังไม่ได้ระบุ{ThaiNameOf(parameter)}", "nothing is given", name);

    static string ThaiNameOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<InputAttribute>()?.Thai ?? NameInFile(parameter);

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
