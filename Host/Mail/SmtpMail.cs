using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Sends by SMTP, over a few connections that are kept and used again. A kept connection that turns out dead before the
/// message left is replaced once; after that, doubt is <see cref="MailOutcome.TryLater"/>, and the Message-ID, the same on
/// every attempt, makes a second copy recognisable.
/// </summary>
public sealed class SmtpMail : IMailTransport, IAsyncDisposable
{
    // Servers hang up on idle clients after a minute or more.
    static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(30);
    static readonly TimeSpan PauseAfterRefusedSignIn = TimeSpan.FromMinutes(1);
    static readonly TimeSpan PatienceAtGoodbye = TimeSpan.FromSeconds(2);

    readonly MailSettings settings;
    readonly TimeProvider clock;
    readonly ILogger<SmtpMail> logger;
    readonly X509Certificate2Collection? authorities;
    readonly SemaphoreSlim slots;
    readonly ConcurrentStack<SmtpConnection> idle = new();
    SignInPause? signInPause;

    /// <exception cref="InvalidOperationException">The settings cannot work; the message lists why.</exception>
    public SmtpMail(MailSettings settings, TimeProvider clock, ILogger<SmtpMail> logger)
    {
        if (settings.Problems() is { Count: > 0 } problems)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        this.settings = settings;
        this.clock = clock;
        this.logger = logger;
        slots = new SemaphoreSlim(settings.MaxConnections);
        authorities = ReadAuthorities(settings.TrustedCaFile);
    }

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Envelope envelope;
        try
        {
            envelope = Envelope.Of(mail, settings);
        }
        catch (FormatException e)
        {
            return AddrSpec.TryParse(mail.To, out _)
                ? new MailOutcome.Refused(e.Message)
                : new MailOutcome.Refused(e.Message, RefusalCause.Recipient, "5.1.3");
        }
        await slots.WaitAsync(cancellationToken);
        try
        {
            return await DeliverAsync(envelope, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Says goodbye on the kept connections. Not to be called while mails are being sent.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(PatienceAtGoodbye);
        while (idle.TryPop(out var connection))
            await CloseAsync(connection, patience.Token);
        slots.Dispose();
    }

    static X509Certificate2Collection? ReadAuthorities(string file)
    {
        if (file.Length == 0)
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0
            ? authorities
            : throw new InvalidOperationException($"Mail:TrustedCaFile '{file}' holds no certificate: give a PEM file");
    }

    async Task<MailOutcome> DeliverAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (signInPause is { } pause && clock.GetUtcNow() < pause.Until)
            return new MailOutcome.TryLater(pause.Reason);
        return await TryKeptAsync(envelope, cancellationToken) ?? await TryFreshAsync(envelope, cancellationToken);
    }

    /// <summary>None when there is no kept connection, or it was dead and the message has certainly not left.</summary>
    async Task<MailOutcome?> TryKeptAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (await TakeIdleAsync() is not { } connection)
            return null;
        try
        {
            return await UseAsync(connection, envelope, cancellationToken);
        }
        catch (SmtpFault e) when (!connection.SentMessage)
        {
            logger.LogDebug(e, "A kept connection to {Host} was dead; a fresh one takes its place", settings.Host);
            return null;
        }
        catch (SmtpFault e)
        {
            return TryLater(e);
        }
    }

    async Task<MailOutcome> TryFreshAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await SmtpConnection.OpenAsync(settings, authorities, cancellationToken);
            return await UseAsync(connection, envelope, cancellationToken);
        }
        catch (SmtpFault e)
        {
            return TryLater(e);
        }
    }

    async Task<SmtpConnection?> TakeIdleAsync()
    {
        while (idle.TryPop(out var connection))
        {
            if (clock.GetElapsedTime(connection.IdleSince) < LongestIdle)
                return connection;
            await connection.DisposeAsync();
        }
        return null;
    }

    async Task<MailOutcome> UseAsync(SmtpConnection connection, Envelope envelope, CancellationToken cancellationToken)
    {
        var isKept = false;
        try
        {
            var outcome = await connection.DeliverAsync(envelope.From, envelope.To, envelope.Body, cancellationToken);
            connection.IdleSince = clock.GetTimestamp();
            idle.Push(connection);
            isKept = true;
            return outcome;
        }
        finally
        {
            if (!isKept)
                await connection.DisposeAsync();
        }
    }

    MailOutcome.TryLater TryLater(SmtpFault fault)
    {
        var reason = $"{settings.Host}:{settings.Port}: {fault.Message}";
        logger.LogWarning(fault, "A mail could not be handed over: {Reason}", reason);
        if (fault.IsRefusedSignIn)
            signInPause = new SignInPause(clock.GetUtcNow() + PauseAfterRefusedSignIn, reason);
        return new MailOutcome.TryLater(reason);
    }

    async Task CloseAsync(SmtpConnection connection, CancellationToken patience)
    {
        await using (connection)
        {
            try
            {
                await connection.QuitAsync(patience);
            }
            catch (Exception e) when (e is SmtpFault or OperationCanceledException)
            {
                logger.LogDebug(e, "{Host} did not answer our goodbye", settings.Host);
            }
        }
    }

    sealed record Envelope(AddrSpec From, AddrSpec To, byte[] Body)
    {
        public static Envelope Of(OutgoingMail mail, MailSettings settings) => new(
            AddrSpec.Parse(settings.From, "Mail:From"),
            AddrSpec.Parse(mail.To, "the recipient"),
            SmtpBody.Of(MailMime.Write(mail, settings.From, settings.FromName)));
    }

    sealed record SignInPause(DateTimeOffset Until, string Reason);
}
