using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Lines out, replies in, over a plain or encrypted stream. Every wait is bounded in time and every reply in size;
/// whatever goes wrong below is an <see cref="SmtpFault"/> that names the step.
/// </summary>
internal sealed class SmtpWire(Stream plain, TimeSpan timeout) : IAsyncDisposable
{
    // RFC 5321 allows 512 octets a line; some servers are chattier.
    const int LongestLine = 4096;
    const int MostLines = 100;
    readonly byte[] buffer = new byte[LongestLine];
    Stream stream = plain;
    int start;
    int end;

    public bool IsEncrypted { get; private set; }

    public async Task<SmtpReply> CommandAsync(string step, string line, CancellationToken cancellationToken)
    {
        // Taken for the answer to this command, it would shift every later answer by one.
        if (start != end)
            throw new SmtpFault($"{step}: the server spoke out of turn");
        await WriteAsync(step, Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
        return await ReadReplyAsync(step, cancellationToken);
    }

    public Task WriteAsync(string step, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        WithinTimeAsync(step, async limit =>
        {
            await stream.WriteAsync(octets, limit);
            await stream.FlushAsync(limit);
            return 0;
        }, cancellationToken);

    public Task<SmtpReply> ReadReplyAsync(string step, CancellationToken cancellationToken) =>
        WithinTimeAsync(step, limit => ReadLinesAsync(step, limit), cancellationToken);

    /// <summary>Goes over to TLS. What was sent before is an injection (CVE-2011-0411), so nothing may be waiting.</summary>
    public Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (start != end)
            throw new SmtpFault("TLS: the server sent more than its reply before the encryption began");
        return WithinTimeAsync("TLS", async limit =>
        {
            var encrypted = new SslStream(stream, leaveInnerStreamOpen: false);
            stream = encrypted;
            await encrypted.AuthenticateAsClientAsync(options, limit);
            IsEncrypted = true;
            return 0;
        }, cancellationToken);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    async Task<T> WithinTimeAsync<T>(
        string step, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await work(limit.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is not SmtpFault)
        {
            throw new SmtpFault($"{step}: no answer within {timeout.TotalSeconds:0.##} s", e);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            throw new SmtpFault($"{step}: {e.Message}", e);
        }
    }

    async Task<SmtpReply> ReadLinesAsync(string step, CancellationToken limit)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var length = await ReadLineAsync(step, limit);
            var line = buffer.AsSpan(start, length).TrimEnd("\r\n"u8);
            if (!SmtpReply.TryParseLine(line, out var code, out var isLast, out var text))
                throw new SmtpFault($"{step}: the server's answer is not SMTP");
            start += length;
            lines.Add(text);
            if (isLast)
                return new SmtpReply(code, lines);
        }
        throw new SmtpFault($"{step}: the server's answer has more than {MostLines} lines");
    }

    async Task<int> ReadLineAsync(string step, CancellationToken limit)
    {
        int newLine;
        while ((newLine = buffer.AsSpan(start, end - start).IndexOf((byte)'\n')) < 0)
        {
            if (end - start == LongestLine)
                throw new SmtpFault($"{step}: the server's answer has a line of more than {LongestLine} octets");
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = await stream.ReadAsync(buffer.AsMemory(end), limit);
            if (read == 0)
                throw new SmtpFault($"{step}: the server hung up");
            end += read;
        }
        return newLine + 1;
    }
}
