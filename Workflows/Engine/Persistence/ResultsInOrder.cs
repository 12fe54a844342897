using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>The results of a batch, one after the other; a statement that gives no rows has none.</summary>
sealed class ResultsInOrder(NpgsqlDataReader reader)
{
    bool isFirst = true;

    public async Task<NpgsqlDataReader> NextAsync()
    {
        if (!isFirst && !await reader.NextResultAsync())
            throw new InvalidOperationException("A statement that should give rows gave none.");
        isFirst = false;
        return reader;
    }

    public async Task ToTheEndAsync()
    {
        while (await reader.NextResultAsync())
        {
            // Nobody asked for it.
        }
    }
}
