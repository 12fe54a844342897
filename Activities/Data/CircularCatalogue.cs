using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Data;

/// <summary>
/// The circulars at hand where nobody can ask the store, such as the checks of a definition: the shipped ones until they are
/// first read, then every minute as they stand in the store. What must be right at once asks <see cref="StoredCircular"/>.
/// </summary>
public sealed class CircularCatalogue
{
    public IReadOnlyList<CircularFacts> All { get; private set; } = ShippedData.Circulars();

    /// <summary>One that stays as it is, for a closed world such as a simulation.</summary>
    public static CircularCatalogue Of(IReadOnlyList<CircularFacts> all) => new() { All = all };

    public CircularFacts? Find(string? id) => All.FirstOrDefault(circular => circular.Id == id);

    public Clause? ClauseOf(string? rule) =>
        Find(StoredCircular.IdOf(rule))?.Clauses.FirstOrDefault(clause => clause.Id == rule);

    public async Task ReloadAsync(Database database) => All = await StoredCircular.AllAsync(database);
}
