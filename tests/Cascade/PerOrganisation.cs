using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Running;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Cascade;

/// <summary>Definitions for tests that are started once per organisation.</summary>
static class PerOrganisation
{
    /// <summary>Over at once: at "inside" where the type is covered, at "outside" elsewhere.</summary>
    public static string Tiny(string id, string circular, params string[] types) => Of(id, circular, types,
        [Step("inside", "Elsa.End"), Step("outside", "Elsa.End")], ["cover.Done -> inside", "cover.NotCovered -> outside"]);

    public static StartRequest Start(string definition, string circular, string organisation) => new(definition,
        Inputs: new Dictionary<string, object?> { ["circularId"] = circular, ["organisationCode"] = organisation });

    public static string Of(string id, string circular, string[] types, object[] steps, string[] arrows, int version = 1)
    {
        var cover = Step("cover", Coverage.TypeName, new { circular = Literal(circular), coveredTypes = Strings(types) });
        return Engine.Chart.Of(id, [cover, .. steps], ["start -> cover", .. arrows],
            inputs: [new { name = "circularId", type = "String" }, new { name = "organisationCode", type = "String" }],
            version: version);
    }
}
