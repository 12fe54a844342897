using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>Whether a circular still holds.</summary>
public static class WithdrawnCircular
{
    /// <summary>Why it was withdrawn; null while it holds.</summary>
    public static Task<string?> ReasonAsync(Transaction transaction, string circular) => transaction.FirstAsync<string>(
        "select withdrawn_reason from circulars where id = @circular and withdrawn_at is not null", new { circular });

    /// <inheritdoc cref="ReasonAsync(Transaction, string)"/>
    public static Task<string?> ReasonAsync(Database database, string circular) => database.FirstAsync<string>(
        "select withdrawn_reason from circulars where id = @circular and withdrawn_at is not null", new { circular });
}
