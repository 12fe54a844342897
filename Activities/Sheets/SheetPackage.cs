using System.IO.Compression;
using System.Xml;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Activities.Sheets;

/// <summary>
/// The archive that an .xlsx is, opened only after its names, types and links were looked at. Everything unpacked is counted.
/// The Open XML SDK isn't used to read: it follows every link of a file before one can look at it, and throws at mail
/// addresses that a spreadsheet program made into faulty links.
/// </summary>
sealed class SheetPackage : IDisposable
{
    const string WorkbookRelation = "/officeDocument";

    readonly ZipArchive archive;
    readonly Dictionary<string, ZipArchiveEntry> parts;
    readonly UnzipBudget budget;

    SheetPackage(ZipArchive archive, SheetLimits limits)
    {
        this.archive = archive;
        budget = new UnzipBudget(limits.UnzippedBytes);
        if (archive.Entries.Count > limits.Parts)
            throw SheetRefusals.UnpacksTooFar();
        parts = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        // Two parts of one name: who checks the file and who opens it could each see another.
        foreach (var entry in archive.Entries)
            if (!parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry))
                throw SheetRefusals.Damaged();
    }

    public static SheetPackage Open(Stream file, SheetLimits limits)
    {
        var bytes = Copy(file, limits.Bytes);
        CheckSignature(bytes);
        var archive = new ZipArchive(bytes, ZipArchiveMode.Read);
        try
        {
            var package = new SheetPackage(archive, limits);
            SheetSafety.Check(package);
            return package;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public IEnumerable<string> Names => parts.Keys;

    public bool Has(string part) => parts.ContainsKey(part);

    /// <summary>A part's XML: no document type, no entities, no comments, bounded by what may be unpacked.</summary>
    public XmlReader Xml(string part)
    {
        var entry = parts.GetValueOrDefault(part) ?? throw SheetRefusals.Damaged();
        return XmlReader.Create(new CountedStream(entry.Open(), budget), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
    }

    /// <summary>The workbook's part, wherever the package says it is.</summary>
    public string Workbook() => Relations("").FirstOrDefault(relation =>
        relation.Type.EndsWith(WorkbookRelation, StringComparison.Ordinal))?.Target ?? throw SheetRefusals.Damaged();

    /// <summary>What a part points to; "" is the package itself.</summary>
    public IReadOnlyList<SheetRelation> Relations(string part)
    {
        var folder = part[..(part.LastIndexOf('/') + 1)];
        var name = $"{folder}_rels/{part[folder.Length..]}.rels";
        return Has(name) ? [.. SheetRelation.Read(this, name, folder)] : [];
    }

    public void Dispose() => archive.Dispose();

    static MemoryStream Copy(Stream file, int most)
    {
        var bytes = new MemoryStream();
        var piece = new byte[81_920];
        for (var read = file.Read(piece); read > 0; read = file.Read(piece))
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length > most)
                throw SheetRefusals.TooLarge(most);
        }
        bytes.Position = 0;
        return bytes;
    }

    static void CheckSignature(MemoryStream file)
    {
        var bytes = file.GetBuffer().AsSpan(0, (int)file.Length);
        if (bytes.IsEmpty)
            throw SheetRefusals.Empty();
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw SheetRefusals.OldOrLocked();
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return;
        var (thai, english) = FileSignature.Describe(bytes);
        throw SheetRefusals.NotASheet(thai, english);
    }
}
