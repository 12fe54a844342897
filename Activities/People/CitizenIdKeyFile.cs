using System.Security.Cryptography;
using System.Text;

namespace WorkflowHost.Activities.People;

/// <summary>The file of the keys for citizen ids: read at need, replaced as a whole or not at all, for its owner only.</summary>
public sealed class CitizenIdKeyFile(string path)
{
    /// <summary>Reads the keys; in Development a missing file is made.</summary>
    /// <exception cref="CitizenIdKeyException">There is no such file, or it holds no key; the message says what to
    /// do.</exception>
    public CitizenIdKeys Read(bool makeIfMissing = false)
    {
        if (path.Length == 0)
            throw new CitizenIdKeyException("CitizenIds:KeyFile is empty: name the file that holds the key for citizen ids.");
        if (makeIfMissing && !File.Exists(path))
            Make();
        try
        {
            return CitizenIdKeys.Parse(File.ReadAllText(path)) ?? throw new CitizenIdKeyException(
                $"'{path}' holds no keys: one line of base64 is wanted, or one line 'seal …', one 'hash …', and lines 'open …'.");
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

    /// <summary>Puts a new key first; what was sealed before can still be opened.</summary>
    public CitizenIdKeys AddKey()
    {
        var keys = Read().With(RandomNumberGenerator.GetBytes(CitizenIdKey.Length));
        Replace(keys.Write());
        return keys;
    }

    /// <summary>Takes the keys out that only open. What is still sealed under them is lost: ask first.</summary>
    public void DropOlder() => Replace(Read().WithoutOlder().Write());

    void Make()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(CitizenIdKey.Length)) + "\n");
    }

    void Replace(string content)
    {
        var beside = path + ".new";
        File.Delete(beside);
        Write(beside, content);
        File.Move(beside, path, overwrite: true);
    }

    static void Write(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(content));
        file.Flush(flushToDisk: true);
    }
}
