using System.Security.Cryptography;
using System.Text;

namespace WorkflowHost.Activities.People;

/// <summary>
/// The secret under which citizen ids are sealed and hashed, as it lies in its file: 32 random bytes or more, in base64. Who
/// loses
/// it can open no id any more; who has it and the store can open all of them.
/// </summary>
public sealed class CitizenIdKey
{
    const int Length = 32;

    public CitizenIdKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < Length)
            throw new CitizenIdKeyException($"The key for citizen ids has {secret.Length} bytes; it needs {Length} or more.");
        Sealing = Derive(secret, "seal");
        Hashing = Derive(secret, "hash");
        Name = Convert.ToHexString(Derive(secret, "name").AsSpan(0, 6)).ToLowerInvariant();
    }

    internal byte[] Sealing { get; }

    internal byte[] Hashing { get; }

    /// <summary>Says which key it is, and nothing about it.</summary>
    public string Name { get; }

    /// <summary>Reads the key; in Development a missing one is made.</summary>
    /// <exception cref="CitizenIdKeyException">There is no such file, or it holds no key; the message says what to
    /// do.</exception>
    public static CitizenIdKey Read(string path, bool makeIfMissing)
    {
        if (path.Length == 0)
            throw new CitizenIdKeyException("CitizenIds:KeyFile is empty: name the file that holds the key for citizen ids.");
        if (makeIfMissing && !File.Exists(path))
            Make(path);
        try
        {
            return new CitizenIdKey(Convert.FromBase64String(File.ReadAllText(path).Trim()));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CitizenIdKeyException(
                $"CitizenIds:KeyFile names '{path}', which isn't there. Put the key back, "
                + $"or for a new store make one: openssl rand -base64 32 > {path}", fault);
        }
        catch (FormatException fault)
        {
            throw new CitizenIdKeyException($"'{path}' holds no key: 32 random bytes in base64 are wanted.", fault);
        }
    }

    static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, Encoding.ASCII, options);
        file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
    }

    static byte[] Derive(ReadOnlySpan<byte> secret, string purpose)
    {
        var key = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], Encoding.ASCII.GetBytes("citizen-id " + purpose));
        return key;
    }
}

/// <summary>Citizen ids can't be sealed or opened with the key there is; the message says why, and never holds an id.</summary>
public sealed class CitizenIdKeyException(string message, Exception? inner = null) : Exception(message, inner);
