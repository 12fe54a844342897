using System.Globalization;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Sites;

/// <summary>
/// Waits until every site of an organisation is claimed, and reminds of those that aren't (left open: last_first_login). Its
/// settings are the rules of claiming.
/// </summary>
[Described("รอรับบัญชี", "Await claims",
    "รอจนทุกหน่วยงานรับบัญชีครบ และเตือนรายการที่ยังไม่รับ กติกาการรับบัญชีกำหนดที่ขั้นตอนนี้",
    "Waits until every site is claimed, and reminds of those that aren't. Holds the rules of claiming.", ActivityCategory.Waits)]
public sealed class AwaitClaims(Tools tools) : Activity<AwaitClaims.Values>
{
    public const string TypeName = "Gov.AwaitClaims";
    public const string Named = "named";
    public const string Anyone = "anyone";

    public sealed record Values(
        [Input("ผู้รับบัญชี", "Who may claim")]
        [Option(Named, "ผู้ที่ อปท. ระบุชื่อไว้", "The person named by the local government")]
        [Option(Anyone, "ผู้ที่ได้รับลิงก์", "Whoever got the link")] string WhoClaims = Named,
        [Input("รหัสใช้ได้ (นาที)", "Codes live (minutes)")] int CodeMinutes = 10,
        [Input("ลองรหัสได้ (ครั้ง)", "Tries of a code")] int CodeTries = 5,
        [Input("พักหลังกรอกผิดครบ (นาที)", "Locked after the last wrong try (minutes)")] int LockMinutes = 15,
        [Input("อีเมลเดียวใช้ได้หลายคน", "One e-mail for several people", UiHint = "checkbox")] bool SharedEmail = false,
        [Input("ลิงก์ที่ส่งใหม่ใช้ได้ (วัน) 0 คือไม่มีกำหนด", "Links sent again live (days); 0 sets no end")] int LinkDays = 0,
        [Input("เตือนทุกกี่วันทำการ 0 คือไม่เตือน", "Remind every so many working days; 0 never")] int RemindWorkingDays = 5,
        [Input("เตือนไม่เกิน (ครั้ง)", "Reminders at most")] int MostReminders = 6,
        [Input("แม่แบบจดหมายเตือน", "Mail template of the reminder", OptionsFrom = OptionLists.MailTemplates)]
        string Mail = "site-reminder")
    {
        public CodeRules Codes => new(CodeMinutes, CodeTries, LockMinutes);
    }

    public override string Type => TypeName;

    public override bool Waits => true;

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var values = SettingsBinder.Constants<Values>(node);
        if (values.CodeMinutes is < 1 or > 60 || values.CodeTries is < 1 or > 10 || values.LockMinutes < 0)
            yield return new("รหัสต้องมีอายุ 1–60 นาที ลองได้ 1–10 ครั้ง และเวลาพักไม่ติดลบ",
                "a code lives 1 to 60 minutes, may be tried 1 to 10 times, and locks for no less than 0", "codeMinutes");
        foreach (var problem in tools.Templates.Problems(values.Mail, "mail"))
            yield return problem;
    }

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) => LookAsync(context, reminders: 0, null);

    public override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus)
    {
        var (reminders, planned) = Read(context.Payload);
        if (planned is not { } due || due > context.Now)
            return await LookAsync(context, reminders, planned);
        // Nobody is reminded while the circular stands still; tomorrow it looks again.
        if (await CircularPause.OfOrganisationAsync(
            context.Transaction, SubUnitDesk.Circular, OrganisationOf.Code(context)) is not null)
            return await LookAsync(context, reminders, context.Now.AddDays(1));
        await RemindAsync(context, reminders + 1);
        return await LookAsync(context, reminders + 1, null);
    }

    async Task<ActivityResult> LookAsync(ActivityExecutionContext context, int reminders, DateTimeOffset? planned)
    {
        var settings = Settings(context);
        var organisation = OrganisationOf.Code(context);
        if ((await Site.UnclaimedAsync(context.Transaction, organisation)).Count == 0)
            return ActivityResult.Done;
        var next = planned ?? (settings.RemindWorkingDays > 0 && reminders < settings.MostReminders
            ? tools.Calendar.Current.OfficeTimeFrom(tools.Calendar.Current.DueAfterWorkingDays(context.Now,
                settings.RemindWorkingDays))
            : null);
        return new ActivityResult.Waiting(next, Site.ClaimedEvent(organisation),
            $"{reminders} {next?.ToString("O", CultureInfo.InvariantCulture)}");
    }

    static (int Reminders, DateTimeOffset? Planned) Read(string? payload)
    {
        var parts = (payload ?? "0 ").Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture),
            parts[1].Length == 0 ? null : DateTimeOffset.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    // New links to the central mailbox, and the list without links to the clerk.
    async Task RemindAsync(ActivityExecutionContext context, int reminder)
    {
        var settings = Settings(context);
        var organisation = OrganisationOf.Code(context);
        var sites = await Site.UnclaimedAsync(context.Transaction, organisation);
        var key = $"{context.BookmarkId}:{reminder}";
        await SiteMail.LinksAsync(context.Transaction, tools, "site-links", organisation, sites, settings.LinkDays, key,
            context.Now);
        if (sites.Count > 0)
            await SiteMail.ToRolesAsync(context.Transaction, tools, settings.Mail, organisation, organisation, [Role.Clerk], new()
            {
                ["count"] = sites.Count,
                ["reminder"] = reminder,
                ["sites"] = sites.Select(site => new Dictionary<string, object?>
                { ["code"] = site.Code, ["name"] = site.NameTh, ["person"] = site.PersonName }).ToList(),
            }, key, context.Now);
    }
}
