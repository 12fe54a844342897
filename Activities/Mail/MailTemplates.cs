using System.Text.RegularExpressions;
using HandlebarsDotNet;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Mail;

/// <summary>
/// The words of all mails: <c>Templates/mail/NAME.th.hbs</c> and <c>NAME.en.hbs</c>, compiled when the program starts. The first
/// line of each is the subject. The HTML part is made from the same text, so the two parts can't differ.
/// </summary>
public sealed partial class MailTemplates
{
    // Plain text: nothing to escape here. The HTML part escapes everything when it is made.
    static readonly IHandlebars Handlebars = HandlebarsDotNet.Handlebars.Create(
        new HandlebarsConfiguration { TextEncoder = null, ThrowOnUnresolvedBindingExpression = false });

    // By its text: compiling costs milliseconds each, and a process may open many worlds, as simulations and tests do.
    static readonly Dictionary<string, HandlebarsTemplate<object, object>> Compiled = [];

    readonly Dictionary<string, (HandlebarsTemplate<object, object> Thai, HandlebarsTemplate<object, object> English)> byName =
        [];

    /// <exception cref="InvalidOperationException">
    /// Lists every template that is missing a language or can't be compiled.
    /// </exception>
    public static MailTemplates Load(string folder)
    {
        var templates = new MailTemplates();
        var problems = new List<string>();
        foreach (var thai in Directory.GetFiles(folder, "*.th.hbs").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(thai)[..^".th.hbs".Length];
            var english = Path.Combine(folder, name + ".en.hbs");
            if (!File.Exists(english))
                problems.Add($"{name}: {name}.en.hbs is missing");
            else
                try
                {
                    templates.byName[name] =
                        (Compile(File.ReadAllText(thai)), Compile(File.ReadAllText(english)));
                }
                catch (HandlebarsException fault)
                {
                    problems.Add($"{name}: {fault.Message}");
                }
        }
        return problems.Count == 0
            ? templates
            : throw new InvalidOperationException(
                $"The mail templates have {problems.Count} problem(s):\n- " + string.Join("\n- ", problems));
    }

    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>What is wrong with a step that names this template in this input; nothing when templates aren't loaded.</summary>
    public IEnumerable<DefinitionProblem> Problems(string name, string input) => Names.Count == 0 || Names.Contains(name)
        ? []
        : [new($"ไม่มีแม่แบบจดหมาย '{name}'{Words.OrPerhaps(name, Names)}",
            $"there is no mail template '{name}'{Words.DidYouMean(name, Names)}", input)];

    /// <summary>Renders a mail: Thai first, English below.</summary>
    /// <exception cref="KeyNotFoundException">There is no such template; the message lists those there are.</exception>
    public RenderedMail Render(string name, IReadOnlyDictionary<string, object?> model)
    {
        if (!byName.TryGetValue(name, out var template))
            throw new KeyNotFoundException($"There is no mail template '{name}'; there are {string.Join(", ", byName.Keys)}.");
        var (subject, thai) = Split(template.Thai(model));
        var (_, english) = Split(template.English(model));
        return new RenderedMail(subject, thai + "\n\n----\n\n" + english + "\n", MailHtml.Page(subject, thai, english));
    }

    /// <summary>
    /// What a template is about: its subject without what a case puts into it, which may be nothing. Its name when it is unknown.
    /// </summary>
    public (string Thai, string English) TitleOf(string name) => byName.TryGetValue(name, out var template)
        ? (Title(template.Thai), Title(template.English)) : (name, name);

    static string Title(HandlebarsTemplate<object, object> template)
    {
        var words = Split(template(new Dictionary<string, object?>())).Subject;
        // "(ครั้งที่ )": what stood there was the case's.
        return string.Join(' ', EmptyBrackets().Replace(words, "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .TrimEnd(' ', ':', '·', '–');
    }

    [GeneratedRegex(@"\([^()]* \)")]
    private static partial Regex EmptyBrackets();

    static HandlebarsTemplate<object, object> Compile(string text)
    {
        lock (Compiled)
            return Compiled.TryGetValue(text, out var known) ? known : Compiled[text] = Handlebars.Compile(text);
    }

    static (string Subject, string Body) Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', 2);
        return (lines[0].Trim(), lines.Length > 1 ? lines[1].Trim() : "");
    }
}

/// <summary>A mail as it goes out, both parts.</summary>
public sealed record RenderedMail(string Subject, string Text, string Html);
