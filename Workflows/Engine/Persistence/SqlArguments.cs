using System.Linq.Expressions;
using System.Reflection;

namespace WorkflowHost.Engine.Persistence;

/// <summary>Finds the properties that a statement names in its arguments, so that binding it again costs no reflection.</summary>
static class SqlArguments
{
    /// <summary>A getter for each name, in that order.</summary>
    /// <exception cref="ArgumentException">A name isn't there, or two are told apart by case only.</exception>
    public static Func<object, object?>[] GettersOf(Type type, IReadOnlyList<string> names)
    {
        var properties = PropertiesOf(type);
        return [.. names.Select(name => properties.TryGetValue(name, out var property)
            ? Getter(property)
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
