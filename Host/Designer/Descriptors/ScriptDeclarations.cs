using System.Text;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Descriptors;

/// <summary>What a script may name, as TypeScript, for the completion of Studio's editor. See docs/expressions.md.</summary>
public static class ScriptDeclarations
{
    const string Functions =
        """
        /** อ่านตัวแปรตามชื่อ */
        declare function getVariable(name: string): any;
        /** อ่านข้อมูลนำเข้า ถ้าไม่มีได้ null */
        declare function getInput(name: string): any;
        /** รหัสเรื่องที่ผูกกับงานนี้ */
        declare function getCorrelationId(): string;
        /** รหัสของงานที่กำลังดำเนินการ */
        declare function getWorkflowInstanceId(): string;
        /** วันเวลาปัจจุบัน */
        declare function now(): Date;
        /** สร้างวันที่จากข้อความ ค.ศ. เช่น date('2026-01-31') */
        declare function date(text: string): Date;
        /** บวกจำนวนวัน */
        declare function addDays(date: Date, days: number): Date;
        /** จำนวนวันปฏิทินระหว่างสองวัน */
        declare function daysBetween(from: Date, to: Date): number;
        /** ปี ค.ศ. */
        declare function year(date: Date): number;
        /** เดือน 1-12 */
        declare function month(date: Date): number;
        /** วันที่ของเดือน */
        declare function day(date: Date): number;
        /** ปี พ.ศ. */
        declare function buddhistYear(date: Date): number;

        """;

    /// <param name="definition">The JSON of the definition that is open; null before it was saved once.</param>
    public static string For(string? definition)
    {
        var text = new StringBuilder(Functions);
        foreach (var variable in definition is null ? [] : VariablesOf(DefinitionText.Parse(definition)))
            if (variable["name"]?.ToString() is { Length: > 0 } name
                && name.All(sign => char.IsLetterOrDigit(sign) || sign == '_'))
            {
                var type = InputTypes.Script(variable["typeName"]?.ToString() ?? "Object");
                text.Append("declare function get" + name + "(): " + type + ";\n");
            }
        return text.ToString();
    }

    // The workflow's own, and those of every container in it.
    static IEnumerable<JsonObject> VariablesOf(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(VariablesOf),
        JsonObject members => (members["variables"] as JsonArray ?? []).OfType<JsonObject>()
            .Concat(members.Where(member => member.Key != "variables").SelectMany(member => VariablesOf(member.Value))),
        _ => [],
    };
}
