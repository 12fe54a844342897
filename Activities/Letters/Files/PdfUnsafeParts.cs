namespace WorkflowHost.Activities.Letters.Files;

/// <summary>
/// Finds what acts, asks or carries other files inside a PDF (T58): scripts, actions other than going to a page or a web
/// address, attached files, media, form fields. Signature fields are let through (T64).
/// </summary>
sealed class PdfUnsafeParts(PdfFile file)
{
    const int Listed = 50;

    static readonly string[] SafeSchemes = ["https:", "http:", "mailto:", "tel:"];

    static readonly Dictionary<string, LetterDetail> Keys = new(StringComparer.Ordinal)
    {
        ["JS"] = Kind("javascript", "สคริปต์ JavaScript", "JavaScript"),
        ["JavaScript"] = Kind("javascript", "สคริปต์ JavaScript", "JavaScript"),
        ["AA"] = Kind("additional-actions", "คำสั่งที่ทำงานเอง (AA)", "automatic actions (AA)"),
        ["EmbeddedFiles"] = Kind("embedded-file", "ไฟล์แนบใน PDF", "attached files"),
        ["EF"] = Kind("embedded-file", "ไฟล์แนบใน PDF", "attached files"),
        ["XFA"] = Kind("xfa", "แบบฟอร์ม XFA", "an XFA form"),
        ["Collection"] = Kind("portfolio", "แฟ้มรวมไฟล์ (portfolio)", "a portfolio"),
        ["RichMediaContent"] = Kind("rich-media", "สื่อแบบโต้ตอบ", "rich media"),
    };

    static readonly Dictionary<string, LetterDetail> Actions = new(StringComparer.Ordinal)
    {
        ["JavaScript"] = Keys["JS"],
        ["Launch"] = Kind("launch", "คำสั่งเปิดโปรแกรม", "a launch action"),
        ["SubmitForm"] = Kind("submit-form", "คำสั่งส่งแบบฟอร์ม", "a submit-form action"),
        ["ImportData"] = Kind("import-data", "คำสั่งนำเข้าข้อมูล", "an import-data action"),
        ["GoToR"] = Kind("go-to-file", "คำสั่งเปิดไฟล์อื่น", "an action to open another file"),
        ["GoToE"] = Kind("go-to-file", "คำสั่งเปิดไฟล์อื่น", "an action to open another file"),
        ["Thread"] = Kind("go-to-file", "คำสั่งเปิดไฟล์อื่น", "an action to open another file"),
        ["Rendition"] = Kind("media", "คำสั่งเล่นสื่อ", "a media action"),
        ["Movie"] = Kind("media", "คำสั่งเล่นสื่อ", "a media action"),
        ["Sound"] = Kind("media", "คำสั่งเล่นสื่อ", "a media action"),
        ["RichMediaExecute"] = Kind("rich-media", "สื่อแบบโต้ตอบ", "rich media"),
    };

    static readonly Dictionary<string, LetterDetail> Subtypes = new(StringComparer.Ordinal)
    {
        ["FileAttachment"] = Keys["EF"],
        ["RichMedia"] = Actions["RichMediaExecute"],
        ["3D"] = Actions["RichMediaExecute"],
        ["Screen"] = Actions["Movie"],
        ["Movie"] = Actions["Movie"],
        ["Sound"] = Actions["Movie"],
        ["PS"] = Kind("postscript", "โปรแกรม PostScript", "a PostScript program"),
    };

    static readonly LetterDetail OpenAction = Kind("open-action", "คำสั่งเมื่อเปิดไฟล์", "an action on opening");
    static readonly LetterDetail FormField = Kind("form-field", "ช่องแบบฟอร์ม", "a form field");
    static readonly LetterDetail ExternalFile = Kind("external-file", "เนื้อหาจากไฟล์ภายนอก", "content from another file");
    static readonly LetterDetail Link = Kind("link", "ลิงก์ที่ไม่ใช่เว็บหรืออีเมล", "a link that is not web or mail");

    readonly HashSet<LetterDetail> found = [];

    /// <summary>Throws <see cref="LetterUnfitException"/> with every unsafe part by kind and object number.</summary>
    public static void RequireNone(PdfFile file, IReadOnlyList<(int Number, PdfValue Value)> objects)
    {
        var parts = new PdfUnsafeParts(file);
        foreach (var (number, value) in objects)
            parts.Look(number, value);
        foreach (var trailer in file.References.Trailers)
            parts.Look(0, trailer);
        if (parts.found.Count > 0)
            throw new LetterUnfitException(LetterRefusals.ActiveContent(
                [.. parts.found.OrderBy(part => part.ObjectNumber).ThenBy(part => part.Kind, StringComparer.Ordinal)]));
    }

    void Look(int number, PdfValue value)
    {
        switch (value)
        {
            case PdfArray array:
                foreach (var item in array.Items)
                    Look(number, item);
                break;
            case PdfStream stream:
                if (stream.Dictionary.Entries.ContainsKey("F"))
                    Add(number, ExternalFile);
                Look(number, stream.Dictionary);
                break;
            case PdfDictionary dictionary:
                LookAtDictionary(number, dictionary);
                break;
        }
    }

    void LookAtDictionary(int number, PdfDictionary dictionary)
    {
        foreach (var (key, value) in dictionary.Entries)
        {
            Add(number, Keys.GetValueOrDefault(key));
            Look(number, value);
        }

        Add(number, Named(dictionary, "S", Actions));
        Add(number, Named(dictionary, "Subtype", Subtypes));
        Add(number, Name(dictionary["Type"]) == "EmbeddedFile" ? Keys["EF"] : null);
        Add(number, Name(dictionary["FT"]) is "Tx" or "Btn" or "Ch" ? FormField : null);
        Add(number, IsSafeOnOpening(dictionary["OpenAction"]) ? null : OpenAction);
        Add(number, IsSafeLink(dictionary["URI"]) ? null : Link);
    }

    LetterDetail? Named(PdfDictionary dictionary, string key, Dictionary<string, LetterDetail> kinds) =>
        Name(dictionary[key]) is { } name ? kinds.GetValueOrDefault(name) : null;

    string? Name(PdfValue value) => (file.Resolve(value) as PdfName)?.Text;

    // A place in the document is how writers make a file open at its first page.
    bool IsSafeOnOpening(PdfValue action) => file.Resolve(action) switch
    {
        PdfDictionary dictionary => Name(dictionary["S"]) == "GoTo" && !dictionary.Entries.ContainsKey("Next"),
        PdfStream => false,
        _ => true,
    };

    // The catalog has a dictionary of the same name, with a base address and no scheme to judge.
    bool IsSafeLink(PdfValue link) => file.Resolve(link) is not PdfString { Start: var address } ||
        SafeSchemes.Any(scheme => address.TrimStart().StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    void Add(int number, LetterDetail? kind)
    {
        if (kind is not null && found.Count < Listed)
            found.Add(kind with
            {
                ObjectNumber = number,
                TextTh = $"{kind.TextTh} (วัตถุที่ {number})",
                TextEn = $"{kind.TextEn} (object {number})",
            });
    }

    static LetterDetail Kind(string kind, string th, string en) => new(kind, null, th, en);
}
