namespace WorkflowHost.Activities.Mail;

/// <summary>
/// A fully rendered mail to one recipient, as it lies in the outbox: what is stored here is exactly what is sent.
/// <paramref name="MessageId"/> is fixed for ever, so that a mail sent twice after a lost reply is recognised as the same.
/// </summary>
/// <param name="MessageId">RFC 5322 id such as <c>outbox-4711@flow.example.go.th</c>, with or without angle brackets.</param>
/// <param name="To">The bare address of the one recipient.</param>
/// <param name="ToName">The recipient's display name, in any script.</param>
/// <param name="Subject">Plain text; line breaks become spaces.</param>
/// <param name="Text">The plain text part; must say all that the HTML part says (T55).</param>
/// <param name="Html">The HTML part.</param>
/// <param name="ReplyTo">A bare address, or none.</param>
/// <param name="CreatedAt">When it was queued; becomes the Date header, with its offset.</param>
/// <param name="Headers">Further ASCII headers; those that the transport writes itself are refused.</param>
/// <param name="Calendar">A calendar file with the deadlines it speaks of, to be attached; or none.</param>
public sealed record OutgoingMail(
    string MessageId,
    string To,
    string? ToName,
    string Subject,
    string Text,
    string Html,
    string? ReplyTo,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<string, string>? Headers,
    string? Calendar = null);
