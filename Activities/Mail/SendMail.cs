using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Mail;

/// <summary>Tells people of a case something by mail; asks nothing.</summary>
[Described("ส่งจดหมาย", "Send mail",
    "แจ้งผู้เกี่ยวข้องทางอีเมลตามแม่แบบ โดยไม่รอคำตอบ",
    "Tells people of a case something by mail; asks nothing.", ActivityCategory.Mail)]
public sealed class SendMail(Tools tools) : Activity<SendMail.Values>
{
    public sealed record Values(
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Template,
        [Input("ถึง", "To")]
        [Option("officer", "เจ้าหน้าที่ตามคำขอหรือผู้ถือสิทธิ", "The officer of the case")]
        [Option("filer", "ผู้ยื่นคำขอ", "Who filed the request")]
        [Option(Role.Clerk, "ปลัด/งานสารบรรณ", "The clerk")]
        [Option(Role.Executive, "ผู้บริหาร", "The chief executive")]
        [Option("province", "ผู้ประสานงานจังหวัด", "The provincial coordinator")] IReadOnlyList<string> To,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule = "");

    public override string Type => "Gov.SendMail";

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) =>
        tools.Templates.Problems(SettingsBinder.Constants<Values>(node).Template, "template");

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var request = context.Input("requestId") is string id ? await Request.GetAsync(context.Transaction, id) : null;
        var right = context.Input("rightId") is string rightId ? await Right.GetAsync(context.Transaction, rightId) : null;
        var organisation = request?.OrganisationCode ?? right?.OrganisationCode ?? OrganisationOf.Code(context);
        var about = request is null && right is null ? organisation : null;
        var model = await CaseModel.OfAsync(context.Transaction, request?.Id, right?.Id, settings.Rule, context.Now);
        if (request is not null)
            await AddGrantedRightAsync(context, model, request);
        if (about is not null)
            await CaseModel.AddOrganisationAsync(context.Transaction, model, about);
        var people = new Dictionary<string, Person>();
        foreach (var to in settings.To)
            foreach (var person in await PeopleAsync(context, to, request, right, organisation))
                people.TryAdd(person.Id, person);
        foreach (var person in people.Values)
            CaseMail.Queue(context, tools, settings.Template, person, model,
                $"{context.InstanceId}:{context.Node.Id}:{context.Now.Ticks}", request?.Id, right?.Id, about);
        return ActivityResult.Done;
    }

    // The welcome mail says when the next review comes.
    static async Task AddGrantedRightAsync(ActivityExecutionContext context, Dictionary<string, object?> model, Request request)
    {
        var right = await context.Transaction.FirstAsync<Right>(
            "select * from rights where (request_id = @Id or id = @OldRightId) and valid_to is null",
            new { request.Id, OldRightId = request.OldRightId ?? "" });
        if (right?.ReviewOn is not { } day)
            return;
        model["reviewTh"] = Calendar.ThaiDate.WithWeekday(day);
        model["reviewEn"] = Calendar.ThaiDate.EnglishWithWeekday(day);
    }

    static async Task<IReadOnlyList<Person>> PeopleAsync(
        ActivityExecutionContext context, string to, Request? request, Right? right, string organisation) => to switch
        {
            "officer" when request is null && right is null =>
                await Person.InRoleAsync(context.Transaction, organisation, Role.Officer, context.Now),
            "officer" => await UnlessLeftAsync(context, request?.PersonId ?? right!.PersonId, organisation),
            "filer" => request is null ? [] : await UnlessLeftAsync(context, request.FiledBy, organisation),
            "province" => await context.Transaction.FirstAsync<string>(
                "select code from organisations where type = 'province' "
                + "and province_code = (select province_code from organisations where code = @organisation)",
                new { organisation }) is { } province
                    ? await Person.InRoleAsync(context.Transaction, province, Role.Coordinator, context.Now)
                    : [],
            _ => await Person.InRoleAsync(context.Transaction, organisation, to, context.Now),
        };

    // Who has left the organisation hears nothing more of its affairs (T90). A holder whom nobody ever entered there has not
    // left.
    static async Task<IReadOnlyList<Person>> UnlessLeftAsync(ActivityExecutionContext context, string person, string organisation)
    {
        var ends = await context.Transaction.QueryAsync<DateTimeOffset?>(
            "select valid_to from memberships where person_id = @person and organisation_code = @organisation",
            new { person, organisation });
        return ends.Count > 0 && ends.All(end => end <= context.Now) ? [] : [await Person.GetAsync(context.Transaction, person)];
    }
}
