using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

/// <summary>Broken files in thousands, from a fixed seed: each must get a verdict, whatever it is.</summary>
public class LetterFuzzTests
{
    [TestCase("a.pdf", 6000)]
    [TestCase("packed.pdf", 6000)]
    [TestCase("a.png", 3000)]
    [TestCase("a.jpg", 3000)]
    public void T59_MutatedFile_AlwaysGetsAVerdict(string name, int times)
    {
        var valid = Valid(name);
        var random = new Random(20231106);
        var refused = 0;
        for (var i = 0; i < times; i++)
        {
            var mutated = Mutate(valid, random);
            if (LetterFile.Inspect(mutated, name, LetterLimits.Default) is LetterVerdict.Refused)
                refused++;
        }

        Assert.That(refused, Is.GreaterThan(times / 10));
    }

    static byte[] Valid(string name) => name switch
    {
        "a.pdf" => TinyPdf.Letter("/OpenAction [3 0 R /Fit]", "(text (in) \\051)", "<414243>").Table()
            .Object(3, "<< /Type /Page /Contents 4 0 R >>").Table().ToBytes(),
        "packed.pdf" => TinyPdf.Letter().Packed(8, (5, "<< /A [1 2.5 -3 true null] >>"), (6, "/Name")).Section(true).ToBytes(),
        "a.png" => TinyPng.Picture(40, 30),
        _ => TinyJpeg.Picture(),
    };

    static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when count < bytes.Count:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                    break;
                case 4:
                    // Digits are where offsets, lengths and counts are.
                    bytes[at] = (byte)random.Next('0', '9' + 1);
                    break;
                default:
                    bytes[at] = "[]<>()/%#\\ R\n"u8[random.Next(13)];
                    break;
            }
        }

        return [.. bytes];
    }
}
