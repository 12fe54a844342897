using WorkflowHost.Activities.Data;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Finds the words of a rule, such as A-07, wherever a page names one.</summary>
public static class Clauses
{
    static readonly Lazy<Dictionary<string, Clause>> All = new(() =>
        ShippedData.Circulars().SelectMany(circular => circular.Clauses).ToDictionary(clause => clause.Id));

    public static Clause? Find(string? rule) => rule is null ? null : All.Value.GetValueOrDefault(rule);
}
