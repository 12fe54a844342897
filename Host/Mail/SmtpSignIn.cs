using System.Text;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// AUTH PLAIN or LOGIN (RFC 4954). Once a user name is configured there is no way on without: a server that offers neither,
/// or refuses, is a fault. Its words are not repeated, because some servers echo the line with the password.
/// </summary>
internal static class SmtpSignIn
{
    const string Step = "AUTH";

    public static async Task SignInAsync(
        SmtpWire wire, IReadOnlyList<string> offers, string userName, string password, CancellationToken cancellationToken)
    {
        var reply = Mechanisms(offers) switch
        {
            var x when x.Contains("PLAIN") =>
                await wire.CommandAsync(Step, $"AUTH PLAIN {Base64($"\0{userName}\0{password}")}", cancellationToken),
            var x when x.Contains("LOGIN") => await LoginAsync(wire, userName, password, cancellationToken),
            _ => throw new SmtpFault("AUTH: the server offers neither PLAIN nor LOGIN, but Mail:UserName is set: "
                + "check Mail:Port and Mail:Security, or leave the user name out"),
        };
        if (!reply.IsPositive)
            throw Refusal(reply);
    }

    static HashSet<string> Mechanisms(IReadOnlyList<string> offers) =>
        offers.Select(x => x.ToUpperInvariant().Split(' ', '='))
            .Where(x => x[0] == Step)
            .SelectMany(x => x.Skip(1))
            .ToHashSet();

    static async Task<SmtpReply> LoginAsync(
        SmtpWire wire, string userName, string password, CancellationToken cancellationToken)
    {
        var reply = await wire.CommandAsync(Step, "AUTH LOGIN", cancellationToken);
        if (reply.IsContinue)
            reply = await wire.CommandAsync(Step, Base64(userName), cancellationToken);
        return reply.IsContinue ? await wire.CommandAsync(Step, Base64(password), cancellationToken) : reply;
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static SmtpFault Refusal(SmtpReply reply) =>
        new($"AUTH: the server refused the sign-in with {reply.Code}: check Mail:UserName and Mail:Password")
        {
            IsRefusedSignIn = reply.IsPermanent,
        };
}
