using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>The agency that owns the systems of a circular, as an organisation of the tree.</summary>
public static class OwnerAgency
{
    const string Issuer = "select issuer_code from circulars where id = @circularId";

    /// <summary>Its code; null when the circular isn't known.</summary>
    public static Task<string?> OfAsync(Transaction transaction, string circularId) =>
        transaction.FirstAsync<string>(Issuer, new { circularId });

    /// <inheritdoc cref="OfAsync(Transaction, string)"/>
    public static Task<string?> OfAsync(Database database, string circularId) =>
        database.FirstAsync<string>(Issuer, new { circularId });
}
