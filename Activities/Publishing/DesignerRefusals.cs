using System.Text.RegularExpressions;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Publishing;

/// <summary>Why a designer's deed is refused.</summary>
static partial class DesignerRefusals
{
    public static void RequireDesigner(Actor actor)
    {
        if (!actor.Is(Role.Designer))
            throw new RefusedException("designer-only", "เฉพาะผู้ออกแบบกระบวนการเท่านั้นที่แก้ไขแบบกระบวนการได้",
                "Only a workflow designer can change definitions.");
    }

    /// <summary>The id is also the name of the file that a definition is exported to, and part of addresses of pages.</summary>
    public static void RequireId(string definitionId)
    {
        if (!Id().IsMatch(definitionId) || definitionId.ToUpperInvariant() is "NEW" or "IMPORT" or "SIMULATE")
            throw new RefusedException("definition-id",
                "รหัสแบบกระบวนการใช้ได้เฉพาะ a-z A-Z 0-9 จุด ขีดกลาง และขีดล่าง ขึ้นต้นด้วยตัวอักษรหรือตัวเลข " +
                "ไม่เกิน 64 ตัว และไม่ใช่ new, import หรือ simulate",
                "The id of a definition is made of a-z, A-Z, 0-9, dot, hyphen and underscore, begins with a letter or digit, " +
                "has 64 characters at most, and is none of 'new', 'import' and 'simulate'.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
