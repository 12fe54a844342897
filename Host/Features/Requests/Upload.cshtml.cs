using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>
/// Hands in the signed letter, or answers the points of a request that was sent back. The file is taken in first and kept,
/// so that nobody chooses it twice when another field must be mended.
/// </summary>
[RequestSizeLimit(LargestRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestRequest)]
public sealed class UploadModel(
    CaseReading reading, Database database, LetterReceipt receipt, LetterDesk desk, KeptUploads kept, CurrentActor current, Texts texts) : PageModel
{
    // 20 MiB of file, and room for the fields around it.
    const long LargestRequest = 21 * 1024 * 1024;

    [BindProperty]
    public LetterInput Input { get; set; } = new();

    public CaseRow Case { get; private set; } = null!;

    /// <summary>Null when the letter is not asked for now.</summary>
    public WorkTask? Task { get; private set; }

    public IReadOnlyList<string> Points { get; private set; } = [];
    public IReadOnlyList<Letter> Letters { get; private set; } = [];
    public RequireLetter.Values Settings { get; private set; } = null!;
    public KeptUpload? Kept { get; private set; }
    public bool HasLetter { get; private set; }

    /// <summary>What was found in a file that was refused.</summary>
    public IReadOnlyList<LetterDetail> Findings { get; private set; } = [];

    public string? RefusedRule { get; private set; }

    /// <summary>How the name in the letter differs from the officer's (T63).</summary>
    public NameDifference? Difference { get; private set; }

    /// <summary>The addressee was refused, so the one way past it is offered (T56).</summary>
    public bool MayBeUnreadable { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ShowAsync(id))
            return NotFound();
        Input.LetterNumber = await database.FirstAsync<string>(
            "select letter_prefix from organisations where code = @OrganisationCode", new { Case.OrganisationCode }) + "/";
        if (HasLetter && Points.Count > 0)
            Input.Existing = LetterInput.ReplyOnly;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ShowAsync(id))
            return NotFound();
        if (Task is null)
            return Again();
        await TakeInAsync();
        CheckFields();
        if (!ModelState.IsValid)
            return Again();
        try
        {
            return Sent(await SendAsync());
        }
        catch (RefusedException refused)
        {
            RefusedRule = refused.Rule;
            Difference = refused.Details.GetValueOrDefault(NameDifference.Detail) as NameDifference;
            MayBeUnreadable = refused.Code == "addressee";
            ModelState.AddModelError(Input.IsExisting ? "Input.Existing" : FieldOf(refused.Code), texts[refused.Thai, refused.English]);
            return Again();
        }
    }

    async Task TakeInAsync()
    {
        Kept = kept.Open(Input.Kept, Task!.Id, current.Actor.PersonId);
        if (Input.IsExisting || Input.IsReplyOnly || Input.File is not { } file)
            return;
        try
        {
            switch (await receipt.TakeInAsync(Task.Id, file.OpenReadStream, file.FileName, current.Actor))
            {
                case LetterVerdict.Accepted taken:
                    Keep(new KeptUpload(Task.Id, current.Actor.PersonId, taken.Sha256, NameOf(file), taken.MediaType, taken.Size, taken.Pages));
                    break;
                case LetterVerdict.Refused refused:
                    Findings = refused.Details;
                    ModelState.AddModelError("Input.File", texts[refused.MessageTh, refused.MessageEn]);
                    break;
            }
        }
        catch (LetterFolderException full)
        {
            ModelState.AddModelError("Input.File", texts[full.MessageTh, full.MessageEn]);
        }
    }

    void Keep(KeptUpload upload)
    {
        Kept = upload;
        Input.Kept = kept.Seal(upload);
        // What was posted would win over what is kept now.
        ModelState.Remove("Input.Kept");
    }

    void CheckFields()
    {
        if (Input.IsReplyOnly)
        {
            if (Points.Count > 0 && Input.Reply(Points) is null)
                Require("Input.Replies", null, texts["โปรดตอบประเด็นที่ผู้ตรวจส่งกลับมา", "Answer the points that were sent back"]);
            return;
        }
        if (Input.IsExisting)
            return;
        Require("Input.NamesInLetter", Input.NamesInLetter, texts[
            "โปรดพิมพ์ชื่อเจ้าหน้าที่ตามที่ปรากฏในหนังสือ", "Type the officers' names as the letter has them"]);
        if (Kept is null && !ModelState.ContainsKey("Input.File"))
            Require("Input.File", null, texts["โปรดเลือกไฟล์หนังสือที่นายกลงนาม", "Choose the file of the signed letter"]);
        Require("Input.LetterNumber", Input.LetterNumber, texts["โปรดกรอกเลขที่หนังสือ", "Enter the letter's number"]);
        Require("Input.Addressee", Input.Addressee, texts["โปรดกรอกว่าหนังสือเรียนถึงใคร", "Enter to whom the letter is addressed"]);
        Require("Input.SignerName", Input.SignerName, texts["โปรดกรอกชื่อผู้ลงนาม", "Enter who signed"]);
        if (!ThaiDate.TryParse(Input.LetterDate, out _))
            Require("Input.LetterDate", null, texts["อ่านวันที่ไม่ได้ โปรดพิมพ์เช่น 6 พ.ย. 2566 หรือ 06/11/2566", "That is no date; type it like 6 พ.ย. 2566 or 06/11/2566"]);
        if (!Capacity.All.Contains(Input.SignerCapacity))
            Require("Input.SignerCapacity", null, texts["โปรดเลือกฐานะของผู้ลงนาม", "Choose the signer's capacity"]);
        if (!LetterInput.SignatureKinds.Contains(Input.SignatureKind) || Input.SignatureKind == "none")
            Require("Input.SignatureKind", null, texts[
                "หนังสือต้องมีลายมือชื่อของนายก (ข้อ A-07) โปรดให้นายกลงนามก่อนแนบ", "The letter must be signed by the chief executive (A-07)"]);
    }

    void Require(string field, string? value, string words)
    {
        if (string.IsNullOrWhiteSpace(value))
            ModelState.AddModelError(field, words);
    }

    Task<StepResult> SendAsync() => Input.IsReplyOnly
        ? receipt.ReplyAsync(Task!.Id, Input.Reply(Points) ?? "", current.Actor)
        : receipt.AttachAsync(Task!.Id, Input.ToAnswer(Input.IsExisting ? null : Kept, Points), Input.IsExisting ? null : Input.Reference, current.Actor);

    RedirectResult Sent(StepResult result)
    {
        if (result is StepResult.AlreadyDone)
            TempData.Say("info", texts["มีผู้ส่งขั้นนี้ไปแล้ว นี่คือสถานะล่าสุด", "Somebody was first; this is the present state."]);
        else if (result is StepResult.Failed)
            TempData.Say("warning", texts["รับหนังสือแล้ว แต่ขั้นต่อไปขัดข้อง ผู้ดูแลระบบได้รับแจ้งแล้ว", "The letter is kept, but the next step met a fault; the operators see it."]);
        else
            TempData.Say("success", texts["ส่งหนังสือแล้ว เจ้าหน้าที่สำนักงบประมาณจะตรวจต่อไป", "Sent. The Budget Bureau checks it next."]);
        return Redirect($"/requests/{Case.Id}");
    }

    PageResult Again()
    {
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    async Task<bool> ShowAsync(string id)
    {
        if (await reading.FindAsync(id) is not { } found
            || current.Actor.In(found.OrganisationCode, Role.Officer, Role.Clerk, Role.Executive) is null)
            return false;
        Case = found;
        Settings = await desk.SettingsAsync();
        Task = await database.FirstAsync<WorkTask>(
            "select * from tasks where request_id = @id and kind = @kind and closed_at is null", new { id, kind = WorkTask.Letter });
        Points = CaseModel.PointsOf(Task?.Points);
        Letters = await database.QueryAsync<Letter>(
            "select * from letters where organisation_code = @OrganisationCode order by uploaded_at desc limit 10", new { found.OrganisationCode });
        HasLetter = await database.FirstAsync<string>("select letter_id from request_letters where request_id = @id limit 1", new { id }) is not null;
        return true;
    }

    static string NameOf(IFormFile file) => ThaiText.Truncate(Path.GetFileName(file.FileName.Replace('\\', '/')), 200);

    static string FieldOf(string code) => code switch
    {
        "addressee" => "Input.Addressee",
        "name-in-letter" => "Input.NamesInLetter",
        "letter-date" or "order-ended" => "Input.LetterDate",
        "letter-number" => "Input.LetterNumber",
        "signer-order" => "Input.SignerOrder",
        "signer-acting" => "Input.SignerCapacity",
        "signer-name" or "letter-signer" => "Input.SignerName",
        "reference-other" or "reference-unreadable" => "Input.Reference",
        "no-such-letter" => "Input.Existing",
        "file-needed" or "letter-needed" or "letter-file" => "Input.File",
        _ => "",
    };
}
