using Microsoft.AspNetCore.Http.HttpResults;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>
/// What Studio is told when something can't be done: 400 with the sentences it shows, the only form it understands.
/// </summary>
public static class StudioProblems
{
    /// <summary>Turns what a verb refuses into an answer.</summary>
    public static async ValueTask<object?> SayAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var texts = call.HttpContext.RequestServices.GetRequiredService<Texts>();
        try
        {
            return await next(call);
        }
        catch (RefusedException refusal)
        {
            return Of(texts, refusal.Code, texts[refusal.Thai, refusal.English]);
        }
        catch (DefinitionException fault)
        {
            var sentences = fault.Problems.Select(problem => texts[problem.InThai, problem.InEnglish]);
            return Of(texts, "definition-problems", [.. sentences]);
        }
    }

    public static ProblemHttpResult Of(Texts texts, string code, params string[] sentences) => TypedResults.Problem(
        new HttpValidationProblemDetails(new Dictionary<string, string[]> { [code] = sentences })
        {
            Status = StatusCodes.Status400BadRequest,
            Title = texts["ทำรายการนี้ไม่ได้", "This is not allowed"],
            Detail = string.Join("\n", sentences),
            Extensions = ApiProblems.Code(code),
        });
}
