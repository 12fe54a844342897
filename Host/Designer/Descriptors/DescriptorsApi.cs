using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Descriptors;

/// <summary>What Studio asks when it starts, and again after every save: which steps, expressions and types there are.</summary>
public static class DescriptorsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Every optional part of Studio asks for a feature of this list; none is installed, so none is shown.
        api.MapGet("features/installed", Nothing);
        api.MapGet("descriptors/activities", ActivitiesAsync);
        api.MapPost("descriptors/activities/{type}/options/{property}",
            () => Results.Ok(new { items = new Dictionary<string, object>() }));
        api.MapGet("descriptors/expression-descriptors", Expressions);
        api.MapGet("descriptors/variables", Variables);
        api.MapGet("descriptors/storage-drivers", Drivers);
        foreach (var none in (string[])["workflow-activation-strategies", "incident-strategies", "log-persistence-strategies",
            "commit-strategies/workflows", "commit-strategies/activities", "output-converters"])
            api.MapGet("descriptors/" + none, Nothing);
        api.MapPost("scripting/javascript/type-definitions/{definitionId}", DeclarationsAsync);
    }

    static Ok<StudioList<object>> Nothing() => TypedResults.Ok(new StudioList<object>([]));

    static async Task<Ok<StudioList<ActivityDescriptor>>> ActivitiesAsync(ActivityDescriptors descriptors) =>
        TypedResults.Ok(new StudioList<ActivityDescriptor>(await descriptors.AllAsync()));

    static Ok<StudioList<ExpressionDescriptor>> Expressions(Texts texts) => TypedResults.Ok(new StudioList<ExpressionDescriptor>(
    [
        new("Literal", texts["ค่าคงที่", "Value"], []),
        new("Object", texts["ค่าหลายส่วน (JSON)", "Object (JSON)"], new() { ["MonacoLanguage"] = "json" }),
        new("Variable", texts["ตัวแปร", "Variable"], []),
        new("Input", texts["ข้อมูลเข้า", "Input"], []),
        new("JavaScript", "JavaScript", new() { ["MonacoLanguage"] = "javascript" }),
    ]));

    static Ok<StudioList<VariableType>> Variables(Texts texts)
    {
        var category = texts["ชนิดข้อมูล", "Types"];
        return TypedResults.Ok(new StudioList<VariableType>(
        [
            new("String", texts["ข้อความ", "Text"], category),
            new("Boolean", texts["ใช่/ไม่ใช่", "Yes or no"], category),
            new("Int32", texts["จำนวนเต็ม", "Whole number"], category),
            new("Double", texts["จำนวน", "Number"], category),
            new("DateTimeOffset", texts["วันเวลา", "Date and time"], category),
            new("Object", texts["ใด ๆ", "Anything"], category),
        ]));
    }

    static Ok<StudioList<StorageDriver>> Drivers(Texts texts) => TypedResults.Ok(
        new StudioList<StorageDriver>([new("Gov.WorkflowInstance", texts["เก็บกับเรื่อง", "Kept with the instance"])]));

    static async Task<ContentHttpResult> DeclarationsAsync(string definitionId, DefinitionVersions versions) =>
        TypedResults.Text(ScriptDeclarations.For((await versions.LatestAsync(definitionId))?.Json), "text/plain");
}
