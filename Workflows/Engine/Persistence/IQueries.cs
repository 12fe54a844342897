namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// What can be asked: the store as it was last committed, or a transaction with what it wrote. A question that only reads takes
/// this, so that a page needn't open a transaction for it.
/// </summary>
public interface IQueries
{
    /// <summary>Reads all rows. Arguments are an anonymous object.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments);

    /// <summary>Reads the first row or null.</summary>
    Task<T?> FirstAsync<T>(string sql, object arguments);
}
