using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Features.Instances;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>
/// The part of Elsa's REST API by which Elsa Studio looks at instances, in Elsa's dialect. For designers, operators and
/// auditors; everything is read from the journal, the bookmarks and the incidents. Letters, mails and what people typed are
/// not in it. An operator may cancel one instance; nobody cancels them by the hundred, and nothing is deleted.
/// </summary>
public static class InstancesApi
{
    /// <summary>Bytes of a question.</summary>
    const long LargestBody = 64 * 1024;

    const string FromStudio = "ยกเลิกจาก Elsa Studio";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ApiPaths.Elsa)
            .RequireAuthorization()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .ExcludeFromDescription()
            .AddEndpointFilter(OnlyThoseWhoLookAsync)
            .AddEndpointFilter(StudioProblems.SayAsync);
        api.MapPost("workflow-instances", InstancesQuery.ListAsync);
        api.MapGet("workflow-instances/{id}", GetAsync);
        api.MapGet("workflow-instances/{id}/execution-state", ExecutionStateAsync);
        api.MapPost("workflow-instances/{id}/journal", JournalAsync);
        api.MapGet("workflow-instances/{id}/variables", VariablesAsync);
        api.MapPost("cancel/workflow-instances/{id}", CancelAsync);
        api.MapPost("bulk-actions/cancel/workflow-instances", CancelMany);
        api.MapDelete("workflow-instances/{id}", Delete);
        api.MapPost("bulk-actions/delete/workflow-instances/by-id", DeleteMany);
        InstanceExecutionsApi.Map(api);
    }

    static async ValueTask<object?> OnlyThoseWhoLookAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var services = call.HttpContext.RequestServices;
        var (actor, texts) = (services.GetRequiredService<CurrentActor>().Actor, services.GetRequiredService<Texts>());
        if (!actor.Is(Role.Designer) && !actor.Is(Role.Operator) && !actor.Is(Role.Auditor))
            return Forbidden(texts);
        return await next(call);
    }

    static async Task<IResult> GetAsync(string id, InstancesQuery query, InstanceReading reading, DefinitionStore definitions,
        Texts texts) =>
        await query.FindAsync(id) is { } summary
            ? TypedResults.Ok(new InstanceView(summary, await InstanceState.OfAsync(summary, reading, definitions, query)))
            : ApiProblems.NotFound(texts);

    static async Task<IResult> ExecutionStateAsync(string id, InstancesQuery query, Texts texts) =>
        await query.FindAsync(id) is { } found
            ? TypedResults.Ok(new { found.Status, found.SubStatus, WorkflowSubStatus = found.SubStatus, found.UpdatedAt })
            : ApiProblems.NotFound(texts);

    static async Task<IResult> JournalAsync(string id, int? skip, int? take, InstanceJournal.Asked asked, InstancesQuery query,
        InstanceReading reading, DefinitionStore definitions, Texts texts) =>
        await query.FindAsync(id) is { } found
            ? TypedResults.Ok(await InstanceJournal.OfAsync(found, asked.Filter, skip ?? 0, take ?? 100, reading, definitions))
            : ApiProblems.NotFound(texts);

    static async Task<IResult> VariablesAsync(string id, InstancesQuery query, DefinitionStore definitions, Texts texts)
    {
        if (await query.FindAsync(id) is not { } found)
            return ApiProblems.NotFound(texts);
        var variables = InstanceState.Variables(
            await query.StateAsync(id), await definitions.GetAsync(found.DefinitionId, found.Version));
        return TypedResults.Ok(new { items = variables, count = variables.Count });
    }

    static async Task<IResult> CancelAsync(string id, InstancesQuery query, Cancellation cancellation, CurrentActor current,
        Texts texts)
    {
        if (await query.FindAsync(id) is not { } found)
            return ApiProblems.NotFound(texts);
        if (!current.Actor.Is(Role.Operator))
            return Forbidden(texts);
        // Studio repeats a call that was not answered.
        if (found.SubStatus != "Cancelled")
            await cancellation.CancelAsync(id, FromStudio, current.Actor);
        return TypedResults.Ok();
    }

    static ProblemHttpResult CancelMany(Texts texts) => StudioProblems.Of(texts, "cancel-one-by-one", texts[
        "ระบบไม่ยกเลิกหลายเรื่องพร้อมกัน เพราะแต่ละเรื่องเป็นคำขอของหน่วยงาน ให้ผู้ดูแลระบบเปิดทีละเรื่องแล้วยกเลิก",
        "Instances are not cancelled together: each is somebody's request. An operator opens one and cancels it."]);

    static ProblemHttpResult Delete(string id, Texts texts) => NothingIsDeleted(texts);

    static ProblemHttpResult DeleteMany(Texts texts) => NothingIsDeleted(texts);

    static ProblemHttpResult NothingIsDeleted(Texts texts) => StudioProblems.Of(texts, "instances-are-kept", texts[
        "ระบบไม่ลบเรื่อง เพราะประวัติเป็นหลักฐานทางราชการ ถ้าไม่ต้องการให้เดินต่อ ให้ผู้ดูแลระบบยกเลิกเรื่องนั้น",
        "Instances are not deleted: their history is an official record. To end one, an operator cancels it."]);

    static ProblemHttpResult Forbidden(Texts texts) => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        title: texts["ท่านไม่มีสิทธิทำรายการนี้", "You may not do this"],
        detail: texts["สำหรับผู้ออกแบบกระบวนการ ผู้ดูแลระบบ และผู้ตรวจสอบ การยกเลิกเป็นของผู้ดูแลระบบ",
            "For designers, operators and auditors; to cancel is for operators."],
        extensions: new Dictionary<string, object?> { ["code"] = "forbidden" });
}
