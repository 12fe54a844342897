using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace WorkflowHost.Engine.Persistence;

/// <summary>Reads the properties of an anonymous object once per type, so that binding a statement costs no reflection.</summary>
static class SqlArguments
{
    static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Func<object, object?>>> Known = new();

    public static object? Value(object arguments, string name) =>
        Known.GetOrAdd(arguments.GetType(), Getters).TryGetValue(name, out var getter)
            ? getter(arguments)
            : throw new ArgumentException($"The statement names @{name}, but its arguments have only: " +
                string.Join(", ", Known[arguments.GetType()].Keys) + ".");

    static Dictionary<string, Func<object, object?>> Getters(Type type)
    {
        var getters = new Dictionary<string, Func<object, object?>>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (!getters.TryAdd(property.Name, Getter(property)))
                throw new ArgumentException($"Two arguments of one statement are called @{property.Name}; names are told apart without case.");
        return getters;
    }

    static Func<object, object?> Getter(PropertyInfo property)
    {
        var target = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(target, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), target).Compile();
    }
}
