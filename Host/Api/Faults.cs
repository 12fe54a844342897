using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Api;

/// <summary>Collects everything that is wrong with a body, so that a caller mends it at once.</summary>
public sealed class Faults(Texts texts)
{
    readonly Dictionary<string, List<string>> all = [];

    public bool Any => all.Count > 0;

    /// <summary>Says that a field must hold something.</summary>
    public void Require(string field, [NotNull] string? value, int longest = 200)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(field, "ต้องกรอก", "A value is needed.");
        AtMost(field, value, longest);
        value ??= "";
    }

    public void AtMost(string field, string? value, int longest)
    {
        if (value?.Length > longest)
            Add(field, $"ยาวเกิน {longest} ตัวอักษร", $"It is longer than {longest} characters.");
        if (value?.Any(sign => sign is '\0' || char.IsSurrogate(sign) && !IsWhole(value)) == true)
            Add(field, "มีอักขระที่เก็บไม่ได้", "It holds a character that can't be stored.");
    }

    public void OneOf(string field, string? value, IEnumerable<string> allowed)
    {
        var list = allowed.ToList();
        if (!string.IsNullOrWhiteSpace(value) && !list.Contains(value))
            Add(field, $"ต้องเป็นค่าใดค่าหนึ่งใน {string.Join(", ", list)}", $"It must be one of {string.Join(", ", list)}.");
    }

    public void Add(string field, string thai, string english)
    {
        if (!all.TryGetValue(field, out var list))
            all[field] = list = [];
        list.Add(texts[thai, english]);
    }

    /// <summary>400 with every fault under the name of its field.</summary>
    public ProblemHttpResult Problem() => TypedResults.Problem(new HttpValidationProblemDetails(
        all.ToDictionary(fault => fault.Key, fault => fault.Value.ToArray()))
    {
        Status = StatusCodes.Status400BadRequest,
        Title = texts["ข้อมูลที่ส่งมาไม่ถูกต้อง", "What was sent is not right"],
        Detail = texts["แก้ทุกข้อแล้วส่งใหม่ ยังไม่มีข้อมูลใดถูกบันทึก", "Mend all of it and send it again. Nothing was stored."],
        Extensions = ApiProblems.Code("invalid"),
    });

    static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        return true;
    }
}
