namespace WorkflowHost.Web.Mail;

/// <summary>A message as it crosses after DATA (RFC 5321, 4.5.2): leading dots doubled, and the lone dot that ends it.</summary>
public static class SmtpBody
{
    public static byte[] Of(ReadOnlySpan<byte> message)
    {
        var body = new List<byte>(message.Length + 64);
        var atLineStart = true;
        foreach (var octet in message)
        {
            if (atLineStart && octet == '.')
                body.Add(octet);
            body.Add(octet);
            atLineStart = octet == '\n';
        }
        body.AddRange(atLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return [.. body];
    }
}
