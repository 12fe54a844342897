using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Operations;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>How the service is doing, on one page; operators mend, auditors look.</summary>
public sealed class IndexModel(
    OperationsNumbers numbers, StoreNumbers store, Measured measured, MailInFolder incoming, Database database,
    WorkflowRuntime runtime, UndeliveredMail undelivered, HostSettings settings,
    CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    /// <summary>So that one press never keeps a browser waiting for minutes.</summary>
    const int MostAtOnce = 200;

    const long Gibibyte = 1024L * 1024 * 1024;

    public DateTimeOffset Now { get; private set; }
    public StoreNumbers.Row Numbers { get; private set; } = new();
    public OperationsNumbers.CalendarRow Calendar { get; private set; } = new();
    public IReadOnlyList<OperationsNumbers.Failed> Failed { get; private set; } = [];
    public IReadOnlyList<OperationsNumbers.Group> Groups { get; private set; } = [];
    public IReadOnlyList<OperationsNumbers.Definition> Definitions { get; private set; } = [];
    public string Store { get; private set; } = "";
    public string Durability { get; private set; } = "";
    public bool MayMend => current.Actor.Is(Role.Operator);

    /// <summary>Free room where the letters are kept, in GiB.</summary>
    public double FreeGibibytes { get; private set; }

    /// <summary>Mails that came in and are not taken in yet.</summary>
    public int Incoming => incoming.Waiting().Number;

    /// <summary>Since this host started; 95 of 100 moves of instances stayed below it.</summary>
    public double? StepSeconds => measured.StepsUnder95Percent();

    public long Mails(string outcome) =>
        (long)measured.Count(Measured.Mails, PrometheusText.Labels(("outcome", outcome)));

    bool MayLook => MayMend || current.Actor.Is(Role.Auditor);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayLook)
            return Forbid();
        Now = clock.GetUtcNow();
        Numbers = await store.NowAsync();
        Calendar = await numbers.CalendarAsync();
        Failed = await numbers.FailedAsync();
        Groups = await numbers.GroupsAsync();
        foreach (var group in Groups)
            group.Concerned = await numbers.ConcernedAsync(group.Message);
        Definitions = await numbers.DefinitionsAsync();
        (Store, Durability) = (database.Dialect, await database.DurabilityAsync());
        FreeGibibytes = ProcessNumbers.FreeForLetters(settings) / (double)Gibibyte;
        return Page();
    }

    /// <summary>Sends one item of the outbox again, or all that failed.</summary>
    public async Task<IActionResult> OnPostSendAsync(string? id)
    {
        if (!MayMend)
            return Forbid();
        var again = await undelivered.TryAgainAsync(id, current.Actor);
        TempData.Say(again > 0 ? "success" : "info", again > 0
            ? texts[$"จะส่งใหม่ {again} รายการ", $"{again} item(s) go out again"]
            : texts["ไม่มีรายการที่ต้องส่งใหม่ อาจส่งไปแล้ว", "Nothing was left to send; it may be on its way"]);
        return Redirect("/operations#outbox");
    }

    /// <summary>Plays the step of one incident again, or of all that say the same.</summary>
    public async Task<IActionResult> OnPostRetryAsync(string id, bool all)
    {
        if (!MayMend)
            return Forbid();
        var (mended, failed) = (0, 0);
        foreach (var incident in all ? await SameAsync(id) : [id])
            switch (await runtime.RetryAsync(incident, current.Actor.PersonId))
            {
                case StepResult.Moved:
                    mended++;
                    break;
                case StepResult.AlreadyDone:
                    break;
                default:
                    failed++;
                    break;
            }
        TempData.Say(failed == 0 ? "success" : "warning", texts[
            $"ลองใหม่แล้ว: สำเร็จ {mended} ยังขัดข้อง {failed}", $"Tried again: {mended} went on, {failed} met a fault again"]);
        return Redirect("/operations#incidents");
    }

    Task<IReadOnlyList<string>> SameAsync(string id) => database.QueryAsync<string>(
        """
        select id from incidents
        where resolved_at is null and message = (select message from incidents where id = @id)
        order by created_at limit @MostAtOnce
        """, new { id, MostAtOnce });
}
