using WorkflowHost.Activities.People;

namespace WorkflowHost.Activities.Demo;

/// <summary>Who sends a circular down the invented province.</summary>
public static class CascadeDemo
{
    public const string Department = "DLA";
    public const string District = "D9901";

    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new("dla-reviewer", "นางสาว", "ลักขณา", "เวียนสาร", "Lakkhana Wiansan", Department, Role.Reviewer),
    ];
}
