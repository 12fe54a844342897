using System.Linq.Expressions;
using System.Reflection;

namespace WorkflowHost.Engine.Persistence;

/// <summary>One value that a statement names: what reads it from the arguments, and its type there.</summary>
readonly record struct SqlArgument(Func<object, object?> Of, Type Type);

/// <summary>Finds the properties that a statement names in its arguments, so that binding it again costs no reflection.</summary>
static class SqlArguments
{
    /// <summary>An argument for each name, in that order.</summary>
    /// <exception cref="ArgumentException">A name isn't there, or two are told apart by case only.</exception>
    public static SqlArgument[] Of(Type type, IReadOnlyList<string> names)
    {
        var properties = PropertiesOf(type);
        return [.. names.Select(name => properties.TryGetValue(name, out var property)
            ? new SqlArgument(Getter(property), property.PropertyType)
            : throw new ArgumentException(
                $"The statement names @{name}, but its arguments have only: {string.Join(", ", properties.Keys)}."))];
    }

    static Dictionary<string, PropertyInfo> PropertiesOf(Type type)
    {
        var properties = new Dictionary<string, PropertyInfo>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (!properties.TryAdd(property.Name, property))
                throw new ArgumentException(
                    $"Two arguments of one statement are called @{property.Name}; names are told apart without case.");
        return properties;
    }

    static Func<object, object?> Getter(PropertyInfo property)
    {
        var target = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(target, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), target).Compile();
    }
}
