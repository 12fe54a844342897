using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>That a part of a package points to another one, or out of it.</summary>
/// <param name="Target">The part's name in the package; what it says, when it points out.</param>
sealed record SheetRelation(string Id, string Type, string Target, bool IsExternal)
{
    public static IEnumerable<SheetRelation> Read(SheetPackage package, string part, string folder)
    {
        using var xml = package.Xml(part);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" })
                yield return Read(xml, folder);
    }

    static SheetRelation Read(XmlReader xml, string folder)
    {
        var target = xml.GetAttribute("Target") ?? "";
        var isExternal = string.Equals(xml.GetAttribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase);
        return new(xml.GetAttribute("Id") ?? "", xml.GetAttribute("Type") ?? "",
            isExternal ? target : Resolve(folder, target), isExternal);
    }

    static string Resolve(string folder, string target)
    {
        var path = new List<string>();
        foreach (var step in ((target.StartsWith('/') ? "" : folder) + target).Split('/'))
            if (step == ".." && path.Count > 0)
                path.RemoveAt(path.Count - 1);
            else if (step is not ("" or "." or ".."))
                path.Add(step);
        return string.Join('/', path);
    }
}
