using System.Text;

namespace WorkflowHost.Activities.People;

/// <summary>
/// The keys for citizen ids as they lie in their file. One line of base64 is one secret for everything. After a change of the
/// sealing key the file has a line a purpose: <c>seal</c> seals and opens, <c>hash</c> makes the hashes by which a number is
/// found
/// again and never changes, each <c>open</c> only opens what was sealed before.
/// </summary>
public sealed class CitizenIdKeys
{
    readonly string hashSecret;
    readonly List<(string Secret, CitizenIdKey Key)> sealing;

    CitizenIdKeys(string hashSecret, IEnumerable<string> sealing)
    {
        this.hashSecret = hashSecret;
        this.sealing = [.. sealing.Select(secret => (secret, new CitizenIdKey(Convert.FromBase64String(secret))))];
        Hashing = new CitizenIdKey(Convert.FromBase64String(hashSecret)).Hashing;
    }

    /// <summary>The key that seals now.</summary>
    public CitizenIdKey Current => sealing[0].Key;

    /// <summary>Keys that only open what they sealed before, the newest first.</summary>
    public IReadOnlyList<CitizenIdKey> Older => [.. sealing.Skip(1).Select(one => one.Key)];

    internal byte[] Hashing { get; }

    /// <summary>One secret that seals and hashes, as every store begins.</summary>
    public static CitizenIdKeys Of(ReadOnlySpan<byte> secret)
    {
        var text = Convert.ToBase64String(secret);
        return new CitizenIdKeys(text, [text]);
    }

    /// <summary>Null when the file doesn't read so.</summary>
    internal static CitizenIdKeys? Parse(string file)
    {
        var lines = file.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').ToList();
        if (lines is [var only] && !only.Contains(' '))
            return new CitizenIdKeys(only, [only]);
        var parts = lines.Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).ToList();
        if (parts.Any(part => part is not ["seal" or "hash" or "open", _]))
            return null;
        var (seal, hash) = (Of("seal"), Of("hash"));
        return seal.Count == 1 && hash.Count == 1 ? new CitizenIdKeys(hash[0], [.. seal, .. Of("open")]) : null;

        List<string> Of(string purpose) => [.. parts.Where(part => part[0] == purpose).Select(part => part[1])];
    }

    /// <summary>Null when no key of the file has that name.</summary>
    public CitizenIdKey? Find(string name) => sealing.FirstOrDefault(one => one.Key.Name == name).Key;

    /// <summary>The same with a new key that seals; those before it only open.</summary>
    internal CitizenIdKeys With(ReadOnlySpan<byte> secret) =>
        new(hashSecret, [Convert.ToBase64String(secret), .. sealing.Select(one => one.Secret)]);

    /// <summary>The same without the keys that only open.</summary>
    internal CitizenIdKeys WithoutOlder() => new(hashSecret, [sealing[0].Secret]);

    /// <summary>As it is written to its file. A secret: never for a log.</summary>
    internal string Write()
    {
        var text = new StringBuilder()
            .Append("# Keys for citizen ids. seal: seals now; hash: finds a number again, never changes; ")
            .Append("open: opens older seals.\n")
            .Append("seal ").Append(sealing[0].Secret).Append('\n').Append("hash ").Append(hashSecret).Append('\n');
        foreach (var (secret, _) in sealing.Skip(1))
            text.Append("open ").Append(secret).Append('\n');
        return text.ToString();
    }
}
