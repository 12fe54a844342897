using System.Security.Cryptography;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>What was kept: the SHA-256 of the content as 64 lower-case digits, which is its address, and bytes.</summary>
public sealed record StoredFile(string Sha256, long Size);

/// <summary>The state of a kept file, found by reading it again.</summary>
public enum StoredFileState
{
    Intact,
    Changed,
    Missing,
}

/// <summary>
/// Keeps letters in a folder on disk under the hash of their content: the same content is kept once, and a file is either
/// whole or not there. A crash leaves only temporary files, which <see cref="RemoveLeftovers"/> clears.
/// </summary>
public sealed class LetterFolder(string root, TimeProvider clock)
{
    const string Temporary = ".incoming-";

    readonly string root = Path.GetFullPath(root);

    /// <summary>
    /// Keeps everything from where the stream stands to its end. Throws <see cref="LetterFolderException"/> when it is too
    /// large or the disk does not take it; nothing is kept then.
    /// </summary>
    public async Task<StoredFile> SaveAsync(Stream content, LetterLimits limits, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        var temporary = Path.Combine(root, Temporary + Guid.NewGuid().ToString("N"));
        try
        {
            var stored = await WriteAsync(content, temporary, limits, cancellation);
            OnDisk(() => Publish(temporary, stored.Sha256));
            return stored;
        }
        finally
        {
            // After a rename there is nothing left under this name, and deleting nothing is no error.
            if (Directory.Exists(root))
                OnDisk(() => File.Delete(temporary));
        }
    }

    /// <summary>Opens a kept file for reading; throws <see cref="LetterFolderException"/> when there is none.</summary>
    public FileStream OpenRead(string sha256)
    {
        var path = PathOf(sha256);
        if (!File.Exists(path))
            throw new LetterFolderException(
                LetterFolderException.Missing,
                $"ไม่พบไฟล์หนังสือ {sha256[..12]}… ในที่เก็บ โปรดกู้คืนจากสำเนาสำรอง",
                $"The letter {sha256[..12]}… is not in the folder. Restore it from the backup.");
        return OnDisk(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
    }

    public bool Exists(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Reads the kept file again and compares it with its hash.</summary>
    public async Task<StoredFileState> VerifyAsync(string sha256, CancellationToken cancellation = default)
    {
        if (!Exists(sha256))
            return StoredFileState.Missing;
        await using var content = OpenRead(sha256);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        return hash == sha256 ? StoredFileState.Intact : StoredFileState.Changed;
    }

    /// <summary>Deletes temporary files that nobody has written to for that long; tells how many.</summary>
    public int RemoveLeftovers(TimeSpan olderThan)
    {
        if (!Directory.Exists(root))
            return 0;
        var before = clock.GetUtcNow() - olderThan;
        var leftovers = Directory.GetFiles(root, Temporary + "*")
            .Where(path => File.GetLastWriteTimeUtc(path) < before).ToList();
        foreach (var path in leftovers)
            File.Delete(path);
        return leftovers.Count;
    }

    async Task<StoredFile> WriteAsync(Stream content, string temporary, LetterLimits limits, CancellationToken cancellation)
    {
        await using var file = OnDisk(() => Create(temporary));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long size = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            size += read;
            if (size > limits.MaxBytes)
                throw TooLarge(limits);
            hash.AppendData(buffer, 0, read);
            OnDisk(() => file.Write(buffer, 0, read));
        }

        OnDisk(() => file.Flush(flushToDisk: true));
        return new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    FileStream Create(string temporary)
    {
        Directory.CreateDirectory(root);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(temporary, options);
    }

    // Replacing equal content by itself is harmless when two save at once, and mends a copy the disk has spoilt.
    void Publish(string temporary, string sha256)
    {
        var path = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporary, path, overwrite: true);
    }

    string PathOf(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("A kept letter is named by its SHA-256: 64 lower-case hex digits.", nameof(sha256));
        return Path.Combine(root, sha256[..2], sha256[2..4], sha256);
    }

    void OnDisk(Action work) => OnDisk(() =>
    {
        work();
        return true;
    });

    T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new LetterFolderException(
                LetterFolderException.Disk,
                $"ที่เก็บไฟล์หนังสือใช้งานไม่ได้ (ดิสก์เต็มหรือไม่มีสิทธิ์) โปรดแจ้งผู้ดูแลระบบ: {broken.Message}",
                $"The letter folder {root} cannot be used (disk full or no permission). Tell the administrator: {broken.Message}",
                broken);
        }
    }

    static LetterFolderException TooLarge(LetterLimits limits)
    {
        var refusal = LetterRefusals.TooLarge(limits.MaxBytes);
        return new LetterFolderException(LetterFolderException.TooLarge, refusal.MessageTh, refusal.MessageEn);
    }
}
