using System.Text;
using NUnit.Framework;
using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

/// <summary>Whatever the text, only ScriptException comes out. Seeds are fixed, so a failure can be had again.</summary>
public sealed class ScriptFuzzTests
{
    static readonly string[] words =
    [
        "1", "0", "2.5", "1e308", "'a'", "'กำ'", "\"\"", "`", "${", "}", "{", "(", ")", "[", "]", ",", ":", "?", "?.", ".", "+",
        "-", "*", "/", "%", "**", "==", "!=", "<", ">=", "&&", "||", "??", "!", "true", "null", "getAmount()", "getTitle()",
        "getTags()", "getOfficer()", "getDue()", "getMissing()", "getInput('reason')", "now()", "a:", "length", "name", " ", "\n",
        "\\", "'", "date('2026-01-31')", "Object", "Math", "getX", "=", "new",
    ];

    [Test]
    public void RandomCharacters_OnlyGiveScriptException()
    {
        var random = new Random(20260131);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(40); length > 0; length--)
                text.Append((char)(random.Next(4) == 0 ? random.Next(char.MaxValue + 1) : random.Next(128)));

            Run(text.ToString());
        }
    }

    [Test]
    public void RandomWords_OnlyGiveScriptException()
    {
        var random = new Random(2569);
        var pool = words.Concat(Script.FunctionNames.Select(name => name + "(")).ToArray();
        var evaluated = 0;
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Concat(random.GetItems(pool, random.Next(1, 14)));
            evaluated += Run(text) ? 1 : 0;
        }

        Assert.That(evaluated, Is.GreaterThan(100));
    }

    [Test]
    public void MutatedExamples_OnlyGiveScriptException()
    {
        var random = new Random(42);
        var examples = DocumentedExamples.Results().Select(example => example.Expression).ToArray();
        var evaluated = 0;
        for (var i = 0; i < 40_000; i++)
            evaluated += Run(Mutate(random, examples)) ? 1 : 0;

        Assert.That(evaluated, Is.GreaterThan(1_000));
    }

    /// <summary>Grows well-formed expressions, so that evaluation and not only the parser is reached.</summary>
    [Test]
    public void GrownExpressions_OnlyGiveScriptException()
    {
        var random = new Random(7);
        var seeds = words.Where(word => word.Contains('(') && word.Contains(')') || word is "1" or "'กำ'" or "null" or "1e308")
            .Concat(["-1", "0.5", "''", "[1, 'a', null]", "{name: [1]}", "65536", "0 / 0"]).ToArray();
        var evaluated = 0;
        for (var i = 0; i < 30_000; i++)
            evaluated += Run(Grow(random, seeds, 3)) ? 1 : 0;

        Assert.That(evaluated, Is.GreaterThan(1_000));
    }

    static string Mutate(Random random, string[] examples)
    {
        var text = new StringBuilder(examples[random.Next(examples.Length)]);
        for (var changes = random.Next(1, 4); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at)); break;
                case 1: text.Insert(at, words[random.Next(words.Length)]); break;
                case 2: text[at] = (char)random.Next(32, 127); break;
                default: text.Insert(at, examples[random.Next(examples.Length)]); break;
            }
        }

        return text.ToString();
    }

    static string Grow(Random random, string[] seeds, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
            return seeds[random.Next(seeds.Length)];

        string Part() => Grow(random, seeds, depth - 1);
        string Parts(int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => Part()));
        var name = Script.FunctionNames[random.Next(Script.FunctionNames.Count)];
        return random.Next(6) switch
        {
            0 => $"({Part()}) {random.GetItems(["+", "-", "*", "/", "%", "**", "<", "==", "&&", "??"], 1)[0]} ({Part()})",
            1 => $"({Part()})?.[{Part()}]",
            2 => $"`${{{Part()}}}`",
            3 => $"{Part()} ? {Part()} : {Part()}",
            _ => (name[0] == '.' ? $"({Part()})" : "") + $"{name}({Parts(random.Next(3))})",
        };
    }

    static bool Run(string text)
    {
        try
        {
            Script.Parse(text).Evaluate(FixedScope.OfDocs());
            return true;
        }
        catch (ScriptException refusal)
        {
            if (refusal.Position < 0 || refusal.Position > text.Length || refusal.Line < 1 || refusal.Column < 1)
                Assert.Fail($"No place for: {text}");

            return false;
        }
        catch (Exception fault)
        {
            throw new AssertionException($"{fault.GetType().Name} for: {text}", fault);
        }
    }
}
