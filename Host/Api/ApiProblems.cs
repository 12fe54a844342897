using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Api;

/// <summary>Problem details (RFC 9457) in the caller's language, with a code that never changes.</summary>
public static class ApiProblems
{
    /// <summary>404, also for what lies outside the caller's organisations.</summary>
    public static ProblemHttpResult NotFound(Texts texts) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound,
        title: texts["ไม่พบรายการนี้", "There is no such thing"],
        detail: texts["ตรวจรหัสอีกครั้ง รายการที่อยู่นอกหน่วยงานของท่านจะไม่แสดง",
            "Check the id. What lies outside your organisations is not shown."],
        extensions: Code("not-found"));

    /// <summary>409: somebody was first.</summary>
    public static ProblemHttpResult AlreadyDone(Texts texts) => TypedResults.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: texts["ทำรายการนี้ไม่ได้ในตอนนี้", "This can't be done now"],
        detail: texts[
            "มีผู้ดำเนินการไปแล้ว หรือขั้นตอนนี้สิ้นสุดแล้ว", "Somebody has dealt with it already, or the wait is over."],
        extensions: Code("already-done"));

    /// <summary>422: not allowed, with the code of the refusal, the clause it rests on, and its details.</summary>
    public static ProblemHttpResult Refused(RefusedException refusal, Texts texts) => TypedResults.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: texts["ทำรายการนี้ไม่ได้", "This is not allowed"],
        detail: texts[refusal.Thai, refusal.English],
        extensions: new Dictionary<string, object?>(refusal.Details) { ["code"] = refusal.Code, ["rule"] = refusal.Rule });

    internal static Dictionary<string, object?> Code(string code) => new() { ["code"] = code };
}
