namespace WorkflowHost.Activities.Mail.Incoming;

/// <summary>What came in is no mail, or larger than any honest one; the message says which, without quoting it.</summary>
public sealed class UnreadableMailException(string message) : Exception(message);
