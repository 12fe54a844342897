using System.Globalization;
using System.Text;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Writes header fields that can hold any text and yet only ASCII: folded at 76 columns, RFC 2047 encoded-words where needed.
/// No value can begin a header of its own: control characters become spaces in texts, and are refused elsewhere.
/// </summary>
internal sealed class MimeHeaders
{
    const int Columns = 76;
    // 39 octets make an encoded-word of 64 columns, which leaves room for "Subject: " before it.
    const int OctetsPerWord = 39;
    readonly StringBuilder fields = new();

    /// <summary>Text for people, such as a subject.</summary>
    public void AddText(string name, string text) => AddWords(name, Words(Flat(text)));

    public void AddAddress(string name, AddrSpec address, string? displayName)
    {
        var flat = Flat(displayName ?? "");
        AddWords(name, flat.Length == 0 ? [address.Text] : [.. Phrase(flat), $"<{address}>"]);
    }

    /// <summary>A value with a syntax of its own, such as an id: written as it stands.</summary>
    /// <exception cref="FormatException">It has characters that cannot be written so.</exception>
    public void AddToken(string name, string value)
    {
        if (value.Any(x => x is < ' ' or > '~') || value.Split(' ').Any(x => x.Length > 900))
            throw new FormatException($"the header {name} may hold printable ASCII only, and no word above 900 characters");
        AddWords(name, value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public override string ToString() => fields.ToString();

    void AddWords(string name, IEnumerable<string> words)
    {
        fields.Append(name).Append(':');
        var column = name.Length + 1;
        foreach (var (index, word) in words.Index())
        {
            // Never before the first word: a field whose first line is empty confuses old readers.
            var folds = index > 0 && column + 1 + word.Length > Columns;
            fields.Append(folds ? "\r\n " : " ").Append(word);
            column = (folds ? 0 : column) + 1 + word.Length;
        }
        fields.Append("\r\n");
    }

    static string Flat(string text)
    {
        var spaced = string.Concat(text.Select(x => IsBreak(x) ? ' ' : x));
        return string.Join(' ', spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    static bool IsBreak(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';

    static IEnumerable<string> Words(string flat) => IsPlain(flat) ? flat.Split(' ') : EncodedWords(flat);

    static IEnumerable<string> Phrase(string flat) =>
        IsPlain(flat) ? Quoted(flat).Split(' ') : EncodedWords(flat);

    static string Quoted(string flat) =>
        $"\"{string.Concat(flat.Select(x => x is '\\' or '"' ? $"\\{x}" : $"{x}"))}\"";

    static bool IsPlain(string flat) =>
        Ascii.IsValid(flat) && !flat.Contains("=?", StringComparison.Ordinal)
            && flat.Split(' ').All(x => x.Length <= Columns / 2);

    // Words end between what a reader sees as characters: a Thai vowel or tone mark stays with its consonant.
    static IEnumerable<string> EncodedWords(string text)
    {
        var word = new List<byte>(OctetsPerWord);
        foreach (var piece in Pieces(text))
        {
            if (word.Count + piece.Length > OctetsPerWord)
            {
                yield return EncodedWord(word);
                word.Clear();
            }
            word.AddRange(piece);
        }
        yield return EncodedWord(word);
    }

    static IEnumerable<byte[]> Pieces(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            var octets = Encoding.UTF8.GetBytes(elements.GetTextElement());
            if (octets.Length <= OctetsPerWord)
                yield return octets;
            else
                foreach (var rune in elements.GetTextElement().EnumerateRunes())
                    yield return Encoding.UTF8.GetBytes(rune.ToString());
        }
    }

    static string EncodedWord(List<byte> octets) => $"=?utf-8?B?{Convert.ToBase64String([.. octets])}?=";
}
