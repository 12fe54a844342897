using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// The rules of asking: who is covered, for which systems, from when, how many seats. They stand in the definition, and
/// are applied before a case exists (a refusal leaves nothing behind); inside the flow this step only picks the branch.
/// </summary>
[Described("กติกาการขอสิทธิ", "Rules of asking",
    "ใครขอได้ ขอระบบใด ตั้งแต่เมื่อใด กี่ที่นั่ง แล้วแยกทางตามชนิดคำขอ",
    "Who may ask, for which systems, from when, how many seats; then picks the branch.", ActivityCategory.Cases)]
[Outcome("SameOfficer", "คนเดิมใช้ต่อ", "The same officer goes on")]
[Outcome("ReplaceOfficer", "เปลี่ยนตัว", "Replace the officer")]
[Outcome("NewOfficer", "คนใหม่", "A new officer")]
[Outcome("NoAccount", "ยังไม่มีบัญชี SSO", "No SSO account yet")]
[Outcome("HasAccount", "มีบัญชี SSO แล้ว", "Has an SSO account")]
[Output("Rule", "ข้อที่คำขอนี้อ้าง", "The clause the request rests on")]
public sealed class RequestRules : Activity<RequestRules.Values>
{
    public sealed record Values(
        [Input("หนังสือเวียน", "Circular", OptionsFrom = OptionLists.Circulars)] string Circular,
        [Input("ระบบที่เปิดให้ขอ", "Systems that may be asked for", UiHint = "multitext")] IReadOnlyList<string> Systems,
        [Input("ประเภทหน่วยงานที่อยู่ในข่าย", "Types of organisation covered", OptionsFrom = OptionLists.OrganisationTypes)]
        IReadOnlyList<string> CoveredTypes,
        [Input("ประเภทที่ยืนยันคนเดิมได้", "Types whose officer may go on", OptionsFrom = OptionLists.OrganisationTypes)]
        IReadOnlyList<string> SameOfficerTypes,
        [Input("จำนวนที่นั่งต่อประเภท (0 = ไม่จำกัด)", "Seats by type, such as tambon_municipality=2", UiHint = "multitext")] IReadOnlyList<string> Seats,
        [Input("เปิดรับคำขอตั้งแต่", "Open from", UiHint = "datetime-picker")] DateTimeOffset OpensAt,
        [Input("เทศบาลตำบลยกเลิกก่อนเปลี่ยนตัว", "Revoke first in tambon municipalities too", UiHint = "checkbox")] bool RevokeFirstInTambon = true,
        [Input("เตือนเมื่อที่นั่งว่างเกิน (วันทำการ)", "Alarm when a seat is empty for (working days)")] int GapAlarmWorkingDays = 3,
        [Input("นับวันรับตามเวลาราชการ", "Legal receipt in office hours", UiHint = "checkbox")] bool LegalReceiptInOfficeHours = false,
        [Input("ระบบที่มีทั้งหมด", "Systems there are", UiHint = "multitext")] IReadOnlyList<string>? KnownSystems = null,
        [Input("ระบบบัญชีกลางที่ต้องมีก่อน", "Account that is needed first",
            HelpThai = "เช่น SSO: คำขอมีสองทาง ยังไม่มีบัญชี หรือมีแล้วขอเพิ่มระบบ เว้นว่างเมื่อไม่ต้องมีบัญชี",
            HelpEnglish = "Such as SSO: then a request is for who has none, or adds the system. Empty: no account is needed.")]
        string AccountSystem = "",
        [Input("ข้อที่กำหนดผู้อยู่ในข่าย", "Clause on who is covered", OptionsFrom = OptionLists.Clauses)] string CoverageRule = "A-02",
        [Input("ข้อที่กำหนดวันเปิดรับ", "Clause on the opening", OptionsFrom = OptionLists.Clauses)] string OpeningRule = "A-09",
        [Input("ข้อที่กำหนดว่าให้สิทธิแก่ใคร", "Clause on who may hold it", OptionsFrom = OptionLists.Clauses)] string HolderRule = "A-08",
        [Input("ข้อที่ใช้ถอนสิทธิ", "Clause on ending a right", OptionsFrom = OptionLists.Clauses)] string EndingRule = "A-11")
    {
        /// <summary>What may be asked for: with an account two ways (B-02, B-03), otherwise three .</summary>
        public IReadOnlyList<string> Kinds => AccountSystem.Length > 0
            ? [RequestKind.Account, RequestKind.AddSystem]
            : [RequestKind.Confirm, RequestKind.New, RequestKind.Replace];
        /// <summary>The number of seats of a type; 0 sets no limit (left open 2).</summary>
        public int SeatsOf(string type) => Seats
            .Select(pair => pair.Split('='))
            .Where(pair => pair[0].Trim() == type)
            .Select(pair => int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault();

        /// <summary>
        /// Whether the old right ends before the new officer's request goes on. Only for tambon municipalities is that
        /// a setting (left open 3); without it the old right ends in the same instant in which the new one begins.
        /// </summary>
        public bool RevokesFirst(string type) => RevokeFirstInTambon || type != OrganisationType.TambonMunicipality;

        /// <summary>The rules of the definition that a case runs under.</summary>
        public static Values Of(WorkflowDefinition definition) => SettingsBinder.Constants<Values>(
            definition.FirstOfType("Gov.RequestRules")
                ?? throw new InvalidOperationException($"The definition '{definition.DefinitionId}' has no step Gov.RequestRules."));
    }

    public override string Type => "Gov.RequestRules";

    public override IReadOnlyList<string> Outcomes => [.. OfSeats, .. OfAccounts];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) => SettingsBinder.Problems(node).Any() ? Outcomes
        : SettingsBinder.Constants<Values>(node).AccountSystem.Length > 0 ? OfAccounts : OfSeats;

    static readonly IReadOnlyList<string> OfSeats = ["SameOfficer", "ReplaceOfficer", "NewOfficer"];

    static readonly IReadOnlyList<string> OfAccounts = ["NoAccount", "HasAccount"];

    /// <summary>Rule: the clause this request rests on, for what the later steps say to people.</summary>
    public override IReadOnlyList<string> Outputs => ["Rule"];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var values = SettingsBinder.Constants<Values>(node);
        foreach (var type in values.CoveredTypes.Concat(values.SameOfficerTypes).Where(type => !OrganisationType.IsKnown(type)))
            yield return new($"ไม่มีประเภทหน่วยงาน '{type}'{Words.OrPerhaps(type, Types)}",
                $"there is no type of organisation '{type}'{Words.DidYouMean(type, Types)}",
                values.CoveredTypes.Contains(type) ? "coveredTypes" : "sameOfficerTypes");
        foreach (var seats in values.Seats.Where(seats => seats.Split('=') is not [var type, var number]
            || !OrganisationType.IsKnown(type.Trim()) || !int.TryParse(number, out _)))
            yield return new($"'{seats}' ควรเขียนเช่น tambon_municipality=2", $"'{seats}' should read like tambon_municipality=2", "seats");
    }

    static IEnumerable<string> Types => OrganisationType.All.Select(known => known.Code);

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var request = await RequestOf.Async(context);
        var (branch, rule) = request.Kind switch
        {
            RequestKind.Account => ("NoAccount", "B-02"),
            RequestKind.AddSystem => ("HasAccount", "B-03"),
            RequestKind.Confirm => ("SameOfficer", "A-04"),
            RequestKind.Replace => (Settings(context).RevokesFirst(request.OrganisationType) ? "ReplaceOfficer" : "NewOfficer", "A-06"),
            _ => ("NewOfficer", Settings(context).SeatsOf(request.OrganisationType) == 0 ? "A-06" : "A-08"),
        };
        return ActivityResult.Complete(branch, new Dictionary<string, object?> { ["Rule"] = rule });
    }
}

/// <summary>The request that an instance is about: its input "requestId".</summary>
static class RequestOf
{
    public static string Id(ActivityExecutionContext context) => context.Input("requestId") as string
        ?? throw new InvalidOperationException("This workflow was started without a request.");

    public static Task<Request> Async(ActivityExecutionContext context) => Request.GetAsync(context.Transaction, Id(context));
}
