using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>The agency that owns the systems of a circular, as an organisation of the tree.</summary>
public static class OwnerAgency
{
    const string ByName = "select code from organisations where type = 'centre' and name_th = @name order by code limit 1";

    /// <summary>Its code; null when the circular or the organisation isn't known.</summary>
    public static Task<string?> OfAsync(Transaction transaction, string circularId) => NameOf(circularId) is { } name
        ? transaction.FirstAsync<string>(ByName, new { name })
        : Task.FromResult<string?>(null);

    /// <inheritdoc cref="OfAsync(Transaction, string)"/>
    public static Task<string?> OfAsync(Database database, string circularId) => NameOf(circularId) is { } name
        ? database.FirstAsync<string>(ByName, new { name })
        : Task.FromResult<string?>(null);

    static string? NameOf(string circularId) =>
        ShippedData.Circulars().FirstOrDefault(circular => circular.Id == circularId)?.OwnerAgency.NameTh;
}
