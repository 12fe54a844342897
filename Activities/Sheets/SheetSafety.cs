using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>Refuses packages that are something else than a plain workbook, or more than one.</summary>
static class SheetSafety
{
    const string ContentTypes = "[Content_Types].xml";

    static readonly string[] RunningParts = ["vbaproject", "vbadata", "/macrosheets/", "/dialogsheets/", "/activex/",
        "/embeddings/"];

    static readonly string[] ReachingParts = ["/externallinks/", "/connections.xml", "/querytables/", "/customdata/"];

    public static void Check(SheetPackage package)
    {
        CheckKind(package);
        var names = package.Names.Select(name => "/" + name.ToLowerInvariant()).ToArray();
        if (names.Any(name => RunningParts.Any(part => name.Contains(part, StringComparison.Ordinal))))
            throw SheetRefusals.Macros();
        if (names.Any(name => ReachingParts.Any(part => name.Contains(part, StringComparison.Ordinal))))
            throw SheetRefusals.ReachesOut();
        foreach (var part in package.Names.Where(name => name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
            // A link that somebody may click on, such as a mail address, is a fact of the cell; all others are followed.
            if (SheetRelation.Read(package, part, "").Any(relation =>
                relation.IsExternal && !relation.Type.EndsWith("/hyperlink", StringComparison.Ordinal)))
                throw SheetRefusals.ReachesOut();
    }

    static void CheckKind(SheetPackage package)
    {
        if (!package.Has(ContentTypes))
            throw SheetRefusals.NotASheet("เป็นไฟล์ zip หรือ .ods", "it is a zip archive or an .ods");
        var types = Types(package);
        // The ending of its name says .xlsx or not; only the content decides.
        if (types.Any(type => type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)
            || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)))
            throw SheetRefusals.Macros();
        if (!types.Any(type => type.Contains("spreadsheetml.", StringComparison.Ordinal)
            && type.EndsWith(".main+xml", StringComparison.Ordinal)))
            throw SheetRefusals.NotASheet("เป็นไฟล์ชนิดอื่น เช่น .docx, .pptx หรือ .xlsb",
                "it is another kind, such as .docx, .pptx or .xlsb");
    }

    static List<string> Types(SheetPackage package)
    {
        var types = new List<string>();
        using var xml = package.Xml(ContentTypes);
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.GetAttribute("ContentType") is { } type)
                types.Add(type);
        return types;
    }
}
