using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Closings;

/// <summary>The form about a window, as typed. Days are read as people write them, times are of Bangkok.</summary>
public sealed class WindowInput
{
    public string? Key { get; set; }
    public string? Kind { get; set; } = Window.Outage;
    public string? FromDay { get; set; }
    public string? FromTime { get; set; } = "00:00";
    public string? UntilDay { get; set; }
    public string? UntilTime { get; set; } = "00:00";
    public string? Grace { get; set; } = "0";
    public string? WhatTh { get; set; }
    public string? WhatEn { get; set; }

    public static WindowInput Of(Window window) => new()
    {
        Key = window.Key,
        Kind = window.Kind,
        FromDay = ThaiDate.PageForm(ThaiDate.BangkokDate(window.ClosedFrom)),
        FromTime = Clock(window.ClosedFrom),
        UntilDay = window.ClosedUntil is { } until ? ThaiDate.PageForm(ThaiDate.BangkokDate(until)) : null,
        UntilTime = window.ClosedUntil is { } at ? Clock(at) : "00:00",
        Grace = window.GraceMinutes.ToString(CultureInfo.InvariantCulture),
        WhatTh = window.WhatTh,
        WhatEn = window.WhatEn,
    };

    /// <summary>The form, or null when a day or a time can't be read; what is wrong is said beside its field.</summary>
    public WindowForm? Read(ModelStateDictionary said, Texts texts)
    {
        var from = At(nameof(FromDay), FromDay, FromTime, said, texts);
        var until = string.IsNullOrWhiteSpace(UntilDay) ? null : At(nameof(UntilDay), UntilDay, UntilTime, said, texts);
        if (!int.TryParse(ThaiDigits.ToArabic(Grace ?? "0"), CultureInfo.InvariantCulture, out var grace))
            said.AddModelError("Input.Grace", texts["ใส่จำนวนนาทีเป็นตัวเลข", "Enter a number of minutes"]);
        return from is null || !said.IsValid ? null
            : new WindowForm(Kind ?? "", from.Value, until, grace, WhatTh ?? "", WhatEn ?? "");
    }

    public static string FieldOf(string refusal) => refusal switch
    {
        "clause" => "Input.Key",
        "kind" => "Input.Kind",
        "until" => "Input.UntilDay",
        "grace" => "Input.Grace",
        "what-th" => "Input.WhatTh",
        "what-en" => "Input.WhatEn",
        _ => "",
    };

    static DateTimeOffset? At(string field, string? day, string? time, ModelStateDictionary said, Texts texts)
    {
        if (!ThaiDate.TryParse(day, out var date))
            said.AddModelError("Input." + field, texts[
                "อ่านวันที่ไม่ได้ พิมพ์เช่น 30 กันยายน 2566 หรือ 30/9/2566", "Not a date; type 30/9/2566 or 2023-09-30"]);
        else if (!TimeOnly.TryParseExact(time ?? "00:00", ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var at))
            said.AddModelError("Input." + field, texts["อ่านเวลาไม่ได้ พิมพ์เช่น 08:30", "Not a time; type 08:30"]);
        else
            return ThaiDate.At(date, at);
        return null;
    }

    static string Clock(DateTimeOffset instant) => ThaiDate.BangkokTime(instant).ToString("HH:mm", CultureInfo.InvariantCulture);
}
