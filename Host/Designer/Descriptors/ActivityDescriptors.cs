using WorkflowHost.Engine;
using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Designer.Descriptors;

/// <summary>
/// Describes every activity of the catalogue to Studio, from its attributes and its settings record, in the language of the
/// request. Nothing is listed by hand but the workflow itself.
/// </summary>
public sealed class ActivityDescriptors(ActivityCatalog catalog, ChoiceLists lists, Texts texts)
{
    /// <summary>Types the canvas needs a descriptor of, and that nobody drags from the toolbox.</summary>
    static readonly string[] Structural = ["Elsa.Flowchart", "Elsa.Workflow"];

    public async Task<IReadOnlyList<ActivityDescriptor>> AllAsync()
    {
        var choices = await lists.AllAsync();
        return [.. catalog.All.Select(activity => Describe(ActivityDescription.Of(activity), choices)), Workflow()];
    }

    ActivityDescriptor Describe(
        ActivityDescription description, IReadOnlyDictionary<string, IReadOnlyList<Choice>> choices)
    {
        var activity = description.Activity;
        var words = description.Words;
        var dot = activity.Type.LastIndexOf('.');
        return new ActivityDescriptor(
            activity.Type, activity.Type[..dot], activity.Type[(dot + 1)..], activity.Version,
            words is null ? activity.Type : texts[words.Thai, words.English],
            words is null ? "" : texts[words.AboutThai, words.AboutEnglish],
            Category(words?.Category ?? ActivityCategory.Flow),
            IsBrowsable: !Structural.Contains(activity.Type),
            IsStart: activity is Start,
            activity.IsTerminal,
            IsContainer: activity is Container,
            Ports(description),
            [.. description.Inputs.Select((input, index) => Input(input, index, choices))],
            [.. activity.Outputs.Select((output, index) => new OutputDescriptor(
                output, "String", Words(description.Output(output), output), index))]);
    }

    IReadOnlyList<PortDescriptor> Ports(ActivityDescription description) =>
    [
        .. description.Slots.Select(slot => new PortDescriptor(slot.Name, texts[slot.Thai, slot.English], "Embedded")),
        .. description.Activity.IsTerminal
            ? []
            : description.Activity.Outcomes.Select(
                outcome => new PortDescriptor(outcome, Words(description.Outcome(outcome), outcome), "Flow")),
    ];

    InputDescriptor Input(InputDescription input, int order, IReadOnlyDictionary<string, IReadOnlyList<Choice>> choices)
    {
        var words = input.Words;
        var standard = input.Parameter.HasDefaultValue ? input.Parameter.DefaultValue : null;
        return new InputDescriptor(
            input.Name, InputTypes.Alias(input.Parameter.ParameterType),
            words is null ? input.Name : texts[words.Thai, words.English],
            (texts.IsThai ? words?.HelpThai : words?.HelpEnglish) ?? "",
            order,
            // Studio keeps these two as they are; everything else is wrapped in an expression.
            IsWrapped: input.Editor is not ("variable-picker" or "flow-switch-editor"),
            input.Editor,
            standard,
            words?.Syntax ?? (input.IsList || input.Editor == "json-editor" ? "Object" : null),
            Specifications(input, Choices(input, choices, standard)));
    }

    List<Choice> Choices(InputDescription input, IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists, object? standard) =>
    [
        .. standard is "" ? [new Choice("", texts["(ไม่มี)", "(none)"])] : (IEnumerable<Choice>)[],
        .. input.Options.Select(option => new Choice(option.Value, texts[option.Thai, option.English])),
        .. input.Words?.OptionsFrom is { } from ? lists[from] : [],
    ];

    static Dictionary<string, object>? Specifications(InputDescription input, List<Choice> choices) => input.Editor switch
    {
        "dropdown" => new() { ["dropdown"] = new { selectList = new { items = choices, isFlagsEnum = false } } },
        "checklist" => new()
        {
            ["checklist"] = new
            {
                checkList = new
                {
                    items = choices.Select(choice => new { choice.Value, choice.Text, isChecked = false }),
                    isFlagsEnum = false,
                },
            },
        },
        _ => null,
    };

    string Words((string Thai, string English)? words, string name) => words is var (thai, english) ? texts[thai, english] : name;

    string Category(ActivityCategory category) => category switch
    {
        ActivityCategory.Flow => texts["ลำดับงาน", "Flow"],
        ActivityCategory.People => texts["งานของคน", "People"],
        ActivityCategory.Cases => texts["คำขอและสิทธิ", "Requests and rights"],
        ActivityCategory.Mail => texts["จดหมาย", "Mail"],
        ActivityCategory.Waits => texts["การรอ", "Waits"],
        ActivityCategory.Data => texts["ข้อมูล", "Data"],
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "A category without a name."),
    };

    // The workflow itself: Studio looks it up like a step.
    ActivityDescriptor Workflow() => new(
        "Elsa.Workflow", "Elsa", "Workflow", 1, texts["กระบวนการ", "Workflow"], "", Category(ActivityCategory.Flow),
        IsBrowsable: false, IsStart: false, IsTerminal: false, IsContainer: true, [], [], []);
}
