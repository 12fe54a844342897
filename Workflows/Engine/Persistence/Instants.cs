using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// How instants and dates are stored. SQLite has no such types: fixed-width UTC text, so that text order is time order.
/// PostgreSQL takes <c>timestamptz</c>, and only with offset zero.
/// </summary>
public static class Instants
{
    const string Format = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static string ToText(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset FromText(string text) =>
        DateTimeOffset.Parse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>
    /// Dapper keeps its own idea of these types unless it is taken away first; then a +07:00 value compares wrongly.
    /// </summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Usage", "CA2255", Justification = "The mapping must exist before the first query of any test or host.")]
    internal static void Register()
    {
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new InstantHandler());
        SqlMapper.AddTypeHandler(typeof(DateOnly), new DateHandler());
        DefaultTypeMap.MatchNamesWithUnderscores = true;
    }

    // Not Dapper's generic handler: that one can't answer null for a bare column.
    sealed class InstantHandler : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) => value switch
        {
            DBNull => null,
            string text => FromText(text),
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            DateTimeOffset instant => instant.ToUniversalTime(),
            _ => throw new DataException($"A column of type {value.GetType().Name} was read as an instant."),
        };

        public void SetValue(IDbDataParameter parameter, object value) => parameter.Value = value is DateTimeOffset instant
            ? parameter is Npgsql.NpgsqlParameter ? instant.ToUniversalTime() : ToText(instant)
            : value;
    }

    sealed class DateHandler : SqlMapper.ITypeHandler
    {
        public object? Parse(Type destinationType, object value) => value switch
        {
            DBNull => null,
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => DateOnly.FromDateTime(time),
            DateOnly date => date,
            _ => throw new DataException($"A column of type {value.GetType().Name} was read as a date."),
        };

        public void SetValue(IDbDataParameter parameter, object value) =>
            parameter.Value = value is DateOnly date && parameter is not Npgsql.NpgsqlParameter
                ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : value;
    }
}
