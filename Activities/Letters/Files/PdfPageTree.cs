namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Counts the pages by walking the page tree (ISO 32000-2, 7.7.3); what /Count claims is not believed.</summary>
static class PdfPageTree
{
    public static int Count(PdfFile file, LetterLimits limits)
    {
        if (file.Resolve(file.References.Trailers[0]["Root"]) is not PdfDictionary root)
            throw LetterUnfitException.Damaged("the document catalog is missing");
        var pages = 0;
        var visited = new HashSet<int>();
        var open = new Stack<(PdfValue Node, int Depth)>([(root["Pages"], 1)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > limits.MaxPdfDepth)
                throw LetterUnfitException.TooComplex($"a page tree deeper than {limits.MaxPdfDepth}");
            if (next.Node is PdfReference reference && !visited.Add(reference.Number))
                throw LetterUnfitException.Damaged($"object {reference.Number} stands twice in the page tree");
            if (file.Resolve(next.Node) is not PdfDictionary node)
                throw LetterUnfitException.Damaged("a page is missing");
            if (file.Resolve(node["Kids"]) is PdfArray kids)
                PushKids(open, kids, next.Depth, file, limits);
            else if (file.Resolve(node["Type"]) is PdfName { Text: "Page" } && ++pages > limits.MaxPages)
                throw new LetterUnfitException(LetterRefusals.TooManyPages(limits.MaxPages));
        }

        return pages > 0 ? pages : throw new LetterUnfitException(LetterRefusals.NoPages());
    }

    static void PushKids(
        Stack<(PdfValue Node, int Depth)> open, PdfArray kids, int depth, PdfFile file, LetterLimits limits)
    {
        // Direct kids are not allowed and could not be guarded against repetition.
        foreach (var kid in kids.Items)
            open.Push(kid is PdfReference ? (kid, depth + 1) : throw LetterUnfitException.Damaged("a page is not an object"));
    }
}
