using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// The first step of a definition that is started once per organisation (inputs <c>circularId</c>, <c>organisationCode</c>):
/// says which types of organisation the circular covers. Sending reads it from the published version to know whom to start;
/// inside an instance it turns away an organisation whose type changed meanwhile (T41).
/// </summary>
[Described("หน่วยงานในข่าย", "Coverage",
    "หนังสือเวียนฉบับใดใช้กับหน่วยงานประเภทใด ระบบเริ่มกระบวนการให้หน่วยงานละหนึ่งเรื่อง",
    "Which circular, and which types of organisation it covers; each of them gets an instance of its own.",
    ActivityCategory.Cases)]
[Outcome(NotCovered, "ไม่อยู่ในข่าย", "Not covered")]
public sealed class Coverage : Activity<Coverage.Values>
{
    public const string TypeName = "Gov.Coverage";
    public const string NotCovered = "NotCovered";
    /// <summary>Instead of a circular's id: whichever it is started for.</summary>
    public const string AnyCircular = "*";

    public const string CircularInput = "circularId";
    public const string OrganisationInput = "organisationCode";

    /// <summary>The sending that started it; a definition need not declare it.</summary>
    public const string SendingInput = "sendingId";

    public sealed record Values(
        [Input("หนังสือเวียน", "Circular", OptionsFrom = OptionLists.Circulars, HelpThai = "* คือใช้กับหนังสือเวียนใดก็ได้",
            HelpEnglish = "* stands for whichever it is started for")] string Circular,
        [Input("ประเภทหน่วยงานที่อยู่ในข่าย", "Types of organisation covered", OptionsFrom = OptionLists.OrganisationTypes)]
        IReadOnlyList<string> CoveredTypes)
    {
        /// <summary>Whom a definition is started for; null when it isn't started per organisation.</summary>
        public static Values? Of(WorkflowDefinition definition) => definition.FirstOfType(TypeName) is { } node
            ? SettingsBinder.Constants<Values>(node)
            : null;
    }

    public override string Type => TypeName;

    public override IReadOnlyList<string> Outcomes => ["Done", NotCovered];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var types = SettingsBinder.Constants<Values>(node).CoveredTypes;
        var known = OrganisationType.All.Select(type => type.Code).ToList();
        if (types.Count == 0)
            yield return new("ต้องระบุประเภทหน่วยงานในข่ายอย่างน้อยหนึ่งประเภท", "names no type of organisation", "coveredTypes");
        foreach (var type in types.Where(type => !known.Contains(type)))
            yield return new($"ไม่มีประเภทหน่วยงาน '{type}'{Words.OrPerhaps(type, known)}",
                $"there is no type of organisation '{type}'{Words.DidYouMean(type, known)}", "coveredTypes");
        foreach (var input in (string[])[CircularInput, OrganisationInput])
            if (definition.Inputs.All(declared => declared.Name != input))
                yield return new($"กระบวนการต้องรับข้อมูลเข้า '{input}'", $"the definition must declare the input '{input}'");
        if (node != definition.FirstOfType(TypeName))
            yield return new("มีขั้นตอนนี้ได้เพียงขั้นตอนเดียวในกระบวนการ", "stands in the definition a second time");
    }

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var code = context.Input(OrganisationInput) as string
            ?? throw new InvalidOperationException("This workflow was started without an organisation.");
        var type = await Organisation.TypeOnAsync(context.Transaction, code, context.Now)
            ?? throw new KeyNotFoundException($"There is no organisation '{code}'.");
        return Settings(context).CoveredTypes.Contains(type) ? ActivityResult.Done : ActivityResult.Complete(NotCovered);
    }
}
