using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Publishing;

/// <summary>One clause of a circular, with the steps that carry it out, in all definitions of that circular.</summary>
/// <param name="Decision">Why no step carries it out, where somebody decided so.</param>
public sealed record ClauseCoverage(Clause Clause, IReadOnlyList<CarryingStep> Steps, ClauseDecision? Decision)
{
    public bool IsCovered => Steps.Count > 0 || Decision is not null;

    /// <summary>The circular that a definition says it carries out; null when it names none.</summary>
    public static string? CircularOf(JsonObject definition) =>
        DefinitionStep.Text((definition["customProperties"] as JsonObject)?["circular"]);

    /// <summary>The clauses of the circulars that a version carries out, or did carry out until now.</summary>
    /// <param name="counted">What counts beside it; see <see cref="CountedDefinition"/>.</param>
    /// <param name="known">The circulars as they hold now.</param>
    public static IReadOnlyList<ClauseCoverage> Of(
        DefinitionVersion version, IReadOnlyList<CountedDefinition> counted, IReadOnlyList<CircularFacts> known)
    {
        var texts = counted.Where(other => other.DefinitionId != version.DefinitionId)
            .Select(other => (other.DefinitionId, other.Name, Json: DefinitionText.Parse(other.Json)))
            .Append((version.DefinitionId, version.Name, Json: DefinitionText.Parse(version.Json))).ToList();
        // Who takes the circular's name out of a definition leaves its clauses uncovered all the same.
        var before = counted.Where(other => other.DefinitionId == version.DefinitionId)
            .Select(other => DefinitionText.Parse(other.Json));
        var circulars = before.Append(texts[^1].Json).Select(CircularOf).Distinct().ToList();
        return [.. known.Where(circular => circulars.Contains(circular.Id)).SelectMany(circular =>
            Of(circular, [.. texts.Where(text => CircularOf(text.Json) == circular.Id)]))];
    }

    static IEnumerable<ClauseCoverage> Of(CircularFacts circular,
        IReadOnlyList<(string Id, string Name, JsonObject Json)> definitions)
    {
        var steps = definitions.SelectMany(definition => DefinitionStep.AllOf(definition.Json)
            .Select(step => (step.Clauses, Carrying: new CarryingStep(definition.Id, definition.Name, step.Id, step.Title))))
                .ToList();
        return circular.Clauses.Select(clause => new ClauseCoverage(clause,
            [.. steps.Where(step => step.Clauses.Contains(clause.Id)).Select(step => step.Carrying)],
            definitions.Select(definition => ClauseDecision.Find(definition.Json, definition.Id, clause.Id))
                .FirstOrDefault(found => found is not null)));
    }
}

/// <summary>A step that carries out a clause.</summary>
public sealed record CarryingStep(string DefinitionId, string DefinitionName, string StepId, string StepTitle);

/// <summary>
/// A recorded decision that no step carries out a clause, from a definition's <c>customProperties.clauseDecisions</c>.
/// </summary>
/// <param name="DefinitionId">Where it is recorded.</param>
/// <param name="By">Who decided, in words.</param>
/// <param name="On">The day, as it was recorded.</param>
public sealed record ClauseDecision(string DefinitionId, string Thai, string English, string By, DateOnly? On)
{
    /// <summary>Null when there is none, or when it gives no reason.</summary>
    public static ClauseDecision? Find(JsonObject definition, string definitionId, string clause) =>
        (definition["customProperties"] as JsonObject)?["clauseDecisions"] is JsonObject decisions
        && decisions[clause] is JsonObject decision && DefinitionStep.Text(decision["thai"])?.Trim() is { Length: > 0 } thai
            ? new ClauseDecision(definitionId, thai, DefinitionStep.Text(decision["english"]) ?? thai,
                DefinitionStep.Text(decision["by"]) ?? "",
                DateOnly.TryParseExact(DefinitionStep.Text(decision["at"]), "yyyy-MM-dd", CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day) ? day : null)
            : null;
}

/// <summary>
/// A definition that counts for a circular's clauses beside the one at hand: as it is published, or its draft when it never was.
/// What was retracted carries out nothing.
/// </summary>
public sealed class CountedDefinition
{
    public const string Query =
        """
        select d.definition_id, d.name, d.json
        from definitions d left join published_definitions p on p.definition_id = d.definition_id
        where p.version = d.version or (p.definition_id is null and d.published_at is null
          and not exists (select 1 from definitions e where e.definition_id = d.definition_id and e.published_at is not null))
        order by d.definition_id
        """;

    public string DefinitionId { get; init; } = "";
    public string Name { get; init; } = "";
    public string Json { get; init; } = "";
}
