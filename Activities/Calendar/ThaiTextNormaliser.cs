using System.Text;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// One pass over a text. Marks that stand over or under a consonant are held back until the syllable ends, then written
/// vowels first, tones after, sara am last. Takes linear time, however hostile the text.
/// </summary>
internal sealed class ThaiTextNormaliser(int length)
{
    private const char SaraAa = '\u0E32';
    private const char SaraAm = '\u0E33';
    private const char SaraE = '\u0E40';
    private const char SaraAe = '\u0E41';
    private const char Ru = '\u0E24';
    private const char Lu = '\u0E26';
    private const char Lakkhangyao = '\u0E45';
    private const char Nikhahit = '\u0E4D';
    private const char Unreadable = '\uFFFD';

    private readonly StringBuilder result = new(length);
    private readonly StringBuilder vowels = new();
    private readonly StringBuilder tones = new();
    private bool endsInSaraAm;
    private bool blank;

    public string Run(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                Base(text[i]);
                result.Append(text[++i]);
            }
            else
            {
                Take(char.IsSurrogate(text[i]) ? Unreadable : text[i]);
            }
        }

        EndSyllable();
        return result.ToString();
    }

    private void Take(char c)
    {
        if (IsInvisible(c))
            return;
        if (char.IsWhiteSpace(c))
            Blank();
        else if (IsVowelMark(c))
            vowels.Append(c);
        else if (IsToneMark(c))
            tones.Append(c);
        else if (c == SaraAm || (c == SaraAa && EndsWithNikhahit()))
            endsInSaraAm = true;
        else
            Base(c);
    }

    private static bool IsInvisible(char c) =>
        c is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';

    private static bool IsVowelMark(char c) => c is '\u0E31' or (>= '\u0E34' and <= '\u0E3A') or '\u0E47' or Nikhahit;

    private static bool IsToneMark(char c) => c is >= '\u0E48' and <= '\u0E4C';

    private void Blank()
    {
        EndSyllable();
        blank = result.Length > 0;
    }

    private bool EndsWithNikhahit()
    {
        if (vowels.Length == 0 || vowels[^1] != Nikhahit)
            return false;

        vowels.Length--;
        return true;
    }

    private void Base(char c)
    {
        EndSyllable();
        var last = blank || result.Length == 0 ? '\0' : result[^1];
        if (c == SaraE && last == SaraE)
            result[^1] = SaraAe;
        else
            Write(c == SaraAa && last is Ru or Lu ? Lakkhangyao : c);
    }

    private void EndSyllable()
    {
        if (vowels.Length == 0 && tones.Length == 0 && !endsInSaraAm)
            return;

        WriteBlank();
        result.Append(vowels).Append(tones);
        if (endsInSaraAm)
            result.Append(SaraAm);
        vowels.Clear();
        tones.Clear();
        endsInSaraAm = false;
    }

    private void Write(char c)
    {
        WriteBlank();
        result.Append(c);
    }

    private void WriteBlank()
    {
        if (blank)
            result.Append(' ');
        blank = false;
    }
}
