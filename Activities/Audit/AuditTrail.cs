using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Audit;

/// <summary>Who did what to what, on which rule. Written with the deed, in one transaction; never changed.</summary>
public static class AuditTrail
{
    /// <param name="subject">The kind of thing: request, right, letter, task, link, account, organisation.</param>
    /// <param name="detail">In plain words or JSON; no citizen ids, no tokens, no passwords.</param>
    public static void Add(
        Transaction transaction, DateTimeOffset at, string? by, string action, string subject, string subjectId,
        string? organisation = null, string? rule = null, string? detail = null) => transaction.Append(
        """
        insert into audit (at, by_person, action, subject, subject_id, organisation_code, rule_id, detail)
        values (@at, @by, @action, @subject, @subjectId, @organisation, @rule, @detail)
        """, new { at, by, action, subject, subjectId, organisation, rule, detail });
}

/// <summary>An audit row as read.</summary>
public sealed class AuditRow
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string? ByPerson { get; init; }
    public string? ByName { get; init; }
    public string Action { get; init; } = "";
    public string Subject { get; init; } = "";
    public string SubjectId { get; init; } = "";
    public string? RuleId { get; init; }
    public string? Detail { get; init; }
}
