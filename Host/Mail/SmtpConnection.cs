using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// One conversation with the mail server: greeted, encrypted and signed in once, then any number of mails. Throws
/// <see cref="SmtpFault"/> when the conversation cannot go on.
/// </summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    readonly MailSettings settings;
    readonly Socket socket;
    readonly SmtpWire wire;
    IReadOnlyList<string> offers = [];
    bool needsReset;

    SmtpConnection(MailSettings settings, Socket socket)
    {
        this.settings = settings;
        this.socket = socket;
        wire = new SmtpWire(new NetworkStream(socket, ownsSocket: true), settings.Timeout);
    }

    /// <summary>From here on the server may have taken the mail, whatever happens to the connection.</summary>
    public bool SentMessage { get; private set; }

    /// <summary>When the last mail was done; the pool lets go of what has been idle for long.</summary>
    public long IdleSince { get; set; }

    public static async Task<SmtpConnection> OpenAsync(
        MailSettings settings, X509Certificate2Collection? authorities, CancellationToken cancellationToken)
    {
        var connection = new SmtpConnection(settings, await ConnectAsync(settings, cancellationToken));
        var isReady = false;
        try
        {
            await connection.GreetAsync(authorities, cancellationToken);
            isReady = true;
            return connection;
        }
        finally
        {
            if (!isReady)
                await connection.DisposeAsync();
        }
    }

    public async Task<MailOutcome> DeliverAsync(AddrSpec from, AddrSpec to, byte[] body, CancellationToken cancellationToken)
    {
        SentMessage = false;
        if (needsReset)
            await ExpectAsync("RSET", "RSET", x => x.IsPositive, cancellationToken);
        needsReset = true;
        (string Step, string Argument)[] commands = [("MAIL FROM", $":<{from}>"), ("RCPT TO", $":<{to}>"), ("DATA", "")];
        foreach (var (step, argument) in commands)
        {
            var reply = await wire.CommandAsync(step, step + argument, cancellationToken);
            if (reply.IsGoodbye)
                throw new SmtpFault($"{step}: {reply}");
            if (step == "DATA" ? !reply.IsContinue : !reply.IsPositive)
                return Rejection(step, reply);
        }
        return await TransferAsync(body, cancellationToken);
    }

    public Task QuitAsync(CancellationToken cancellationToken) => wire.CommandAsync("QUIT", "QUIT", cancellationToken);

    public ValueTask DisposeAsync() => wire.DisposeAsync();

    static async Task<Socket> ConnectAsync(MailSettings settings, CancellationToken cancellationToken)
    {
        // A mail is a few small writes, each awaited: without NoDelay every one of them would cost 40 ms.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, limit.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var why = e is SocketException ? e.Message : $"no answer within {settings.TimeoutSeconds:0.##} s";
            throw new SmtpFault($"connect: {why}", e);
        }
    }

    async Task GreetAsync(X509Certificate2Collection? authorities, CancellationToken cancellationToken)
    {
        if (settings.Security == "Tls")
            await wire.EncryptAsync(Tls(authorities), cancellationToken);
        var banner = await wire.ReadReplyAsync("greeting", cancellationToken);
        if (!banner.IsPositive)
            throw new SmtpFault($"greeting: {banner}");
        await HelloAsync(cancellationToken);
        if (settings.Security == "StartTls")
            await StartTlsAsync(authorities, cancellationToken);
        if (settings.SignsIn)
            await SignInAsync(cancellationToken);
    }

    async Task HelloAsync(CancellationToken cancellationToken)
    {
        var name = settings.HelloName.Length > 0 ? settings.HelloName : Dns.GetHostName();
        offers = (await ExpectAsync("EHLO", $"EHLO {name}", x => x.IsPositive, cancellationToken)).Lines;
    }

    async Task StartTlsAsync(X509Certificate2Collection? authorities, CancellationToken cancellationToken)
    {
        if (!offers.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
            throw new SmtpFault("STARTTLS: the server does not offer it: check Mail:Port, or set Mail:Security to Tls");
        await ExpectAsync("STARTTLS", "STARTTLS", x => x.IsPositive, cancellationToken);
        await wire.EncryptAsync(Tls(authorities), cancellationToken);
        await HelloAsync(cancellationToken); // what was offered before the encryption may have been forged
    }

    // Revocation is not asked: many offices let a mail host reach nothing but its mail server.
    SslClientAuthenticationOptions Tls(X509Certificate2Collection? authorities)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = settings.Host };
        if (authorities is null)
            return options;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        return options;
    }

    async Task SignInAsync(CancellationToken cancellationToken)
    {
        // Asked of the connection itself, not of the configured name, which may lead anywhere.
        var isLoopback = socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
        if (!wire.IsEncrypted && !isLoopback && !settings.AllowPlainAuth)
            throw new SmtpFault("AUTH: the password is not sent unencrypted: set Mail:Security to StartTls or Tls");
        await SmtpSignIn.SignInAsync(wire, offers, settings.UserName, Password(), cancellationToken);
    }

    string Password()
    {
        try
        {
            return settings.ReadPassword();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SmtpFault($"AUTH: Mail:PasswordFile cannot be read: {e.Message}", e);
        }
    }

    async Task<MailOutcome> TransferAsync(byte[] body, CancellationToken cancellationToken)
    {
        SentMessage = true;
        await wire.WriteAsync("message", body, cancellationToken);
        var reply = await wire.ReadReplyAsync("message", cancellationToken);
        if (reply.IsGoodbye)
            throw new SmtpFault($"message: {reply}");
        needsReset = !reply.IsPositive;
        return reply.IsPositive ? new MailOutcome.Sent(reply.ToString()) : Rejection("message", reply);
    }

    static MailOutcome Rejection(string step, SmtpReply reply) =>
        reply.IsPermanent && !reply.IsAboutSignIn
            ? new MailOutcome.Refused($"{step}: {reply}", reply.CauseAt(step), reply.Status)
            : new MailOutcome.TryLater($"{step}: {reply}", reply.DelayCauseAt(step), reply.Status);

    async Task<SmtpReply> ExpectAsync(
        string step, string line, Func<SmtpReply, bool> isExpected, CancellationToken cancellationToken)
    {
        var reply = await wire.CommandAsync(step, line, cancellationToken);
        return isExpected(reply) ? reply : throw new SmtpFault($"{step}: {reply}");
    }
}
