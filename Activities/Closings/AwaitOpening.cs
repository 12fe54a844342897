using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Closings;

/// <summary>
/// Holds a case while a system of its circular is closed (B-06), and lets all who wait go on in order of arrival when it opens
/// (B-07, T13). Whoever moves the opening moves what waits for it; without a known opening it waits for somebody to say one, or
/// for an exception that is granted to the organisation.
/// </summary>
[Described("รอระบบเปิด", "Await opening",
    "พักเรื่องไว้ระหว่างปิดระบบ แล้วเดินต่อตามลำดับที่มาถึงเมื่อเปิด ถ้าระบบเปิดอยู่จะไม่รอ",
    "Holds the case while the system is closed; then all go on in order of arrival. No wait while it is open.",
    ActivityCategory.Waits)]
[Outcome(OfficerLeft.Outcome, "เจ้าหน้าที่พ้นจากหน่วยงาน", "The officer has left")]
public sealed class AwaitOpening(Tools tools) : Activity<AwaitOpening.Values>
{
    public sealed record Values(
        [Input("หนังสือเวียน", "Circular", OptionsFrom = OptionLists.Circulars)] string Circular,
        [Input("ข้อที่ปิดระบบ", "Clause that closes it", OptionsFrom = OptionLists.Clauses)] string Key,
        [Input("แม่แบบจดหมายเมื่อต้องรอ", "Mail template when it has to wait", OptionsFrom = OptionLists.MailTemplates,
            HelpThai = "ส่งถึงเจ้าหน้าที่ตามคำขอและผู้ยื่น",
            HelpEnglish = "Goes to the request's officer and to who filed it")] string Mail = "",
        [Input("หยุดรอเมื่อเจ้าหน้าที่ตามคำขอพ้นจากหน่วยงาน", "Gives way when the request's officer leaves", UiHint = "checkbox")]
        bool OfficerMayLeave = false);

    public override string Type => "Gov.AwaitOpening";

    public override IReadOnlyList<string> Outcomes => ["Done", OfficerLeft.Outcome];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) =>
        SettingsBinder.Problems(node).Any() || SettingsBinder.Constants<Values>(node).OfficerMayLeave ? Outcomes : ["Done"];

    public override bool Waits => true;

    public override IReadOnlyList<string> SettledInputs => ["circular", "key", "officerMayLeave"];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var settings = SettingsBinder.Constants<Values>(node);
        var clauses = tools.Circulars.Find(settings.Circular)?.Clauses
            .Select(clause => clause.Id).ToList();
        if (clauses is not null && !clauses.Contains(settings.Key))
            yield return new($"หนังสือเวียน {settings.Circular} ไม่มีข้อ '{settings.Key}'"
                    + Words.OrPerhaps(settings.Key, clauses),
                $"circular {settings.Circular} has no clause '{settings.Key}'{Words.DidYouMean(settings.Key, clauses)}", "key");
        if (settings.OfficerMayLeave && definition.Inputs.All(input => input.Name != "requestId"))
            yield return new("กระบวนการนี้ไม่มีคำขอ จึงรอดูว่าเจ้าหน้าที่พ้นจากหน่วยงานไม่ได้",
                "this workflow is about no request, so there is no officer who may leave", "officerMayLeave");
        if (settings.Mail.Length > 0)
            foreach (var problem in tools.Templates.Problems(settings.Mail, "mail"))
                yield return problem;
    }

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        var result = await LookAsync(context, settings);
        if (result is ActivityResult.Waiting && context.Input("requestId") is string)
            await BeginAsync(context, settings, await RequestOf.Async(context));
        return result;
    }

    public override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus)
    {
        var (settings, result) = (Settings(context), await LookAsync(context, Settings(context)));
        return result == ActivityResult.Done ? await HeldAsync(context, settings) ?? result : result;
    }

    static async Task<ActivityResult> LookAsync(ActivityExecutionContext context, Values settings)
    {
        if (settings.OfficerMayLeave && await OfficerLeft.LookAsync(context) is { } left)
            return left;
        if (await ClosingTimes.ClosedAsync(context.Transaction, settings.Circular, settings.Key, context.Now) is not { } window)
            return ActivityResult.Done;
        return window.ClosedUntil is null && await OrganisationAsync(context) is { } organisation
            && await LateAction.AllowsAsync(context.Transaction, settings.Circular, settings.Key, organisation, context.Now)
            ? ActivityResult.Done
            : new ActivityResult.Waiting(window.ClosedUntil, Window.ChangedEvent(settings.Circular, settings.Key));
    }

    // It is open, but its circular stands still: it looks again tomorrow, or is woken when the circular goes on.
    static async Task<ActivityResult?> HeldAsync(ActivityExecutionContext context, Values settings) =>
        await OrganisationAsync(context) is { } organisation
            && await CircularPause.OfOrganisationAsync(context.Transaction, settings.Circular, organisation) is not null
            ? new ActivityResult.Waiting(context.Now.AddDays(1), Window.ChangedEvent(settings.Circular, settings.Key))
            : null;

    static async Task<string?> OrganisationAsync(ActivityExecutionContext context) => context.Input("requestId") is string
        ? (await RequestOf.Async(context)).OrganisationCode
        : context.Input(Coverage.OrganisationInput) as string;

    async Task BeginAsync(ActivityExecutionContext context, Values settings, Request request)
    {
        Request.SetStage(context.Transaction, request.Id, RequestStage.WaitingOpening, context.Now);
        if (settings.Mail.Length == 0)
            return;
        var window = (await ClosingTimes.ClosedAsync(context.Transaction, settings.Circular, settings.Key, context.Now))!;
        var model = await CaseModel.OfAsync(context.Transaction, request.Id, null, settings.Key, context.Now);
        model["windowTh"] = window.WhatTh;
        model["windowEn"] = window.WhatEn;
        model["exceptionPage"] = window.ClosedUntil is null ? LateAction.PageOf(settings.Circular, settings.Key) : null;
        model["opensTh"] = window.ClosedUntil is { } opens ? ThaiDate.WithTime(opens) : null;
        model["opensEn"] = window.ClosedUntil is { } until ? ThaiDate.EnglishWithTime(until) : null;
        foreach (var id in new[] { request.PersonId, request.FiledBy }.Distinct())
            if (await OwnOfficer.IsAsync(context.Transaction, id, request.OrganisationCode, context.Now) || id == request.FiledBy)
                CaseMail.Queue(context, tools, settings.Mail, await Person.GetAsync(context.Transaction, id), model,
                    $"{context.BookmarkId}:closed", request.Id);
    }
}
