using WorkflowHost.Activities.People;

namespace WorkflowHost.Web.Features.People;

/// <summary>The fields of <c>_Role.cshtml</c>, and which of an operator's fields each refusal is about.</summary>
public sealed class RoleInput
{
    public string? Place { get; set; }
    public string? RoleName { get; set; }
    public string? Capacity { get; set; } = Activities.People.Capacity.Own;
    public string? Order { get; set; }

    /// <summary>The order's last day.</summary>
    public string? Until { get; set; }

    public NewRole ToRole() => new(Place ?? "", RoleName ?? "", Capacity ?? "", Order, Until);

    /// <summary>The field that the code of a refusal names; none for what is about the whole form.</summary>
    public static string FieldOf(string code) => code switch
    {
        "title" => "TitleTh",
        "given-name" => "GivenNameTh",
        "family-name" => "FamilyNameTh",
        "name-en" => "NameEn",
        "email" => "Email",
        "second" => "Second",
        "phone" => "Phone",
        "note-needed" => "Note",
        "user-name" => "UserName",
        "place" => nameof(Place),
        "role" or "has-role" => nameof(RoleName),
        "capacity" => nameof(Capacity),
        "order" => nameof(Order),
        "until" => nameof(Until),
        "reason" => "Reason",
        _ => "",
    };
}
