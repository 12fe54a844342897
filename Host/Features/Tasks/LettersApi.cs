using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Api;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>Handing in the signed letter, for programs: one multipart call with the file and what the paper says.</summary>
public static class LettersApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("tasks")
        .MapPost("{id}/letter", HandInAsync)
        .WithSummary("Hand in the signed letter: the form fields of the upload page, with the file as 'file'")
        .WithMetadata(new RequestSizeLimitAttribute(SecurityParts.LargestUpload))
        // A form of another site can't set the header that every upload to /api needs.
        .DisableAntiforgery()
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    static async Task<Results<Ok<TasksApi.TaskView>, Accepted<TasksApi.Kept>, ProblemHttpResult>> HandInAsync(
        string id, HttpRequest request, CurrentActor current, LetterReceipt receipt, Database database, Texts texts)
    {
        if (await TasksApi.FindAsync(id, current.Actor, database) is not { } task)
            return ApiProblems.NotFound(texts);
        if (task.ClosedAt is not null)
            return ApiProblems.AlreadyDone(texts);
        var faults = new Faults(texts);
        if (!request.HasFormContentType || (await request.ReadFormAsync()).Files["file"] is not { } file)
        {
            faults.Add("file", "ต้องส่งไฟล์หนังสือเป็นแบบฟอร์ม multipart ในช่อง file", "Send the letter as multipart form data, in the field 'file'.");
            return faults.Problem();
        }
        var verdict = await receipt.TakeInAsync(id, file.OpenReadStream, file.FileName, current.Actor);
        if (verdict is LetterVerdict.Refused unfit)
        {
            faults.Add("file", unfit.MessageTh, unfit.MessageEn);
            return faults.Problem();
        }
        var fields = Fields(request.Form);
        var accepted = (LetterVerdict.Accepted)verdict;
        var answer = fields.ToAnswer(new KeptUpload(id, current.Actor.PersonId, accepted.Sha256, file.FileName, accepted.MediaType, accepted.Size, accepted.Pages), []);
        return await receipt.AttachAsync(id, answer, fields.Reference, current.Actor) switch
        {
            StepResult.Moved => TypedResults.Ok(TasksApi.TaskView.Of((await TasksApi.FindAsync(id, current.Actor, database))!)),
            StepResult.Failed failed => TypedResults.Accepted((string?)null, new TasksApi.Kept(failed.IncidentId)),
            StepResult.Refused refused => ApiProblems.Refused(refused.Reason, texts),
            _ => ApiProblems.AlreadyDone(texts),
        };
    }

    static LetterInput Fields(IFormCollection form) => new()
    {
        LetterNumber = form["letterNumber"],
        LetterDate = form["letterDate"],
        Addressee = form["addressee"],
        ScanUnreadable = form["scanUnreadable"] == "true",
        NamesInLetter = form["namesInLetter"],
        SignerName = form["signerName"],
        SignerCapacity = form["signerCapacity"].ToString() is { Length: > 0 } capacity ? capacity : Capacity.Own,
        SignerOrder = form["signerOrder"],
        SignatureKind = form["signatureKind"].ToString() is { Length: > 0 } kind ? kind : "scan",
        Reference = form["reference"],
    };
}
