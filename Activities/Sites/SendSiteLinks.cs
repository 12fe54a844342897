using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Sites;

/// <summary>Mails a link for each unclaimed site to the central mailbox; no user name, no password (C-14, T20).</summary>
[Described("ส่งลิงก์รับบัญชี", "Send claim links",
    "ส่งลิงก์รับบัญชีของแต่ละไซต์ไปยังอีเมลกลางของ อปท. โดยไม่มีรหัสผ่าน",
    "Mails a claim link for each site to the central mailbox; no password.", ActivityCategory.Mail)]
public sealed class SendSiteLinks(Tools tools) : Activity<SendSiteLinks.Values>
{
    public sealed record Values(
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail,
        [Input("ลิงก์ใช้ได้ (วัน) 0 คือไม่มีกำหนด", "Links live (days); 0 sets no end")] int LinkDays = 0);

    public override string Type => "Gov.SendSiteLinks";

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) =>
        tools.Templates.Problems(SettingsBinder.Constants<Values>(node).Mail, "mail");

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var organisation = OrganisationOf.Code(context);
        await SiteMail.LinksAsync(context.Transaction, tools, settings.Mail, organisation,
            await Site.UnclaimedAsync(context.Transaction, organisation), settings.LinkDays,
            $"{context.InstanceId}:{context.Node.Id}", context.Now, tools.Calendar.Current.OfficeTimeFrom(context.Now));
        return ActivityResult.Done;
    }
}
