using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Designer;

/// <summary>Every activity is described wholly, in both languages: the rule sheet and the canvas live on it.</summary>
public sealed class DescriptionTests
{
    static readonly ActivityCatalog Catalog = AllActivities.Catalog(
        new Tools(new OfficeCalendar(), Repository.MailTemplates, "http://localhost"));

    static IEnumerable<TestCaseData> Activities() =>
        Catalog.All.Select(activity => new TestCaseData(activity).SetArgDisplayNames(activity.Type));

    [TestCaseSource(nameof(Activities))]
    public void An_activity_has_Thai_and_English_names_for_itself_its_inputs_outcomes_and_outputs(Activity activity)
    {
        var description = ActivityDescription.Of(activity);
        Assert.That(description.Words, Is.Not.Null, "[Described(…)] is missing");
        var words = description.Words!;
        Assert.Multiple(() =>
        {
            RequireBoth("the name", words.Thai, words.English);
            RequireBoth("the description", words.AboutThai, words.AboutEnglish);
            foreach (var outcome in activity.Outcomes)
                RequireBoth($"outcome {outcome}", description.Outcome(outcome));
            foreach (var output in activity.Outputs)
                RequireBoth($"output {output}", description.Output(output));
            foreach (var input in description.Inputs)
                RequireBoth($"input {input.Name}", input.Words?.Thai, input.Words?.English);
            foreach (var option in description.Inputs.SelectMany(input => input.Options))
                Assert.That((option.Thai, option.English), Is.Not.EqualTo(("", "")));
        });
    }

    [TestCaseSource(nameof(Activities))]
    public void An_activity_describes_nothing_that_it_does_not_have(Activity activity)
    {
        var type = activity.GetType();
        var outcomes = type.GetCustomAttributes(typeof(OutcomeAttribute), false).Cast<OutcomeAttribute>().Select(one => one.Name);
        var outputs = type.GetCustomAttributes(typeof(OutputAttribute), false).Cast<OutputAttribute>().Select(one => one.Name);
        Assert.That(outcomes, Is.SubsetOf(activity.Outcomes));
        Assert.That(outputs, Is.SubsetOf(activity.Outputs));
        Assert.That(ActivityDescription.Of(activity).Inputs.Select(input => input.Words?.OptionsFrom).OfType<string>().Distinct(),
            Is.SubsetOf(OptionLists.All));
    }

    [Test]
    public void Two_activities_never_have_the_same_name()
    {
        var words = Catalog.All.Select(activity => ActivityDescription.Of(activity).Words!).ToList();
        Assert.That(words.Select(word => word.Thai), Is.Unique);
        Assert.That(words.Select(word => word.English), Is.Unique);
    }

    [TestCaseSource(nameof(ShippedInputs))]
    public void Every_input_of_the_shipped_definitions_has_an_editor_that_can_show_its_value(ActivityNode node, string name)
    {
        var input = ActivityDescription.Of(node.Activity).Inputs
            .SingleOrDefault(input => SettingsBinder.NameInFile(input.Parameter) == name);
        Assert.That(input, Is.Not.Null);
        Assert.That(input!.Editor, Is.AnyOf(StudioEditors));
        if (input.Options.Count > 0 && node.Inputs[name] is InputExpression.Constant { Value: string value })
            Assert.That(input.Options.Select(option => option.Value), Does.Contain(value),
                "the drop-down would show it as empty");
        if (input.Options.Count > 0 && node.Inputs[name] is InputExpression.Constant { Value: IEnumerable<object?> values })
            Assert.That(values, Is.SubsetOf(input.Options.Select(option => option.Value)), "ticking another would lose it");
    }

    /// <summary>Those of Studio 3.8.2.</summary>
    static readonly string[] StudioEditors =
    [
        "singleline", "multiline", "checkbox", "checklist", "dropdown", "multitext", "json-editor", "datetime-picker",
        "variable-picker", "workflow-definition-picker", "flow-switch-editor",
    ];

    static IEnumerable<TestCaseData> ShippedInputs() =>
        from file in Directory.EnumerateFiles(Repository.Path("Workflows"), "*.json")
        let definition = DefinitionReader.Read(File.ReadAllText(file), Catalog)
        from node in definition.Nodes.Values
        from input in node.Inputs.Keys
        select new TestCaseData(node, input).SetArgDisplayNames(definition.DefinitionId, node.Id, input);

    static void RequireBoth(string what, (string Thai, string English)? words) => RequireBoth(what, words?.Thai, words?.English);

    static void RequireBoth(string what, string? thai, string? english)
    {
        Assert.That(thai, Is.Not.Null.And.Not.Empty, $"{what} in Thai");
        Assert.That(english, Is.Not.Null.And.Not.Empty, $"{what} in English");
        Assert.That(english!.Any(sign => sign is >= 'ก' and <= '๛'), Is.False, $"{what}: the English is Thai");
    }
}
