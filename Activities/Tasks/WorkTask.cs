using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// What somebody has to do: one person, or whoever holds a role in an organisation. Its id is the bookmark's, so it
/// stays the same as long as the step waits, and a mailed link stays true.
/// </summary>
public sealed class WorkTask
{
    public const string RevokeFirst = "revoke-first";
    public const string ProveIdentity = "prove-identity";
    public const string Letter = "letter";
    public const string Review = "review";
    public const string Decide = "decide";
    public const string ChangeOfficer = "change-officer";
    public const string YearlyReview = "yearly-review";
    public const string Restore = "restore";

    /// <summary>An account and rights, decided in the officer's own house or by the province (B-04).</summary>
    public const string ApproveAccount = "approve-account";

    /// <summary>The officer tries what was granted, and says whether it works (B-05).</summary>
    public const string ConfirmWorks = "confirm-works";

    /// <summary>About an organisation and no request or right; its words come from the definition.</summary>
    public const string AskOrganisation = "ask-organisation";

    /// <summary>The roster of circular E.</summary>
    public const string CollectRoster = "collect-roster";

    /// <summary>The duties of circular D.</summary>
    public const string AssignDuties = "assign-duties";

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        RevokeFirst, ProveIdentity, Letter, Review, Decide, ChangeOfficer, YearlyReview, Restore, AskOrganisation,
        ApproveAccount, ConfirmWorks, CollectRoster, AssignDuties,
    ];

    public string Id { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string? RequestId { get; init; }
    public string? RightId { get; init; }
    public string Kind { get; init; } = "";

    /// <summary>The role that may answer; several are separated by a blank.</summary>
    public string Role { get; init; } = "";

    public string OrganisationCode { get; init; } = "";

    /// <summary>The one person who may answer, when it isn't a role.</summary>
    public string? PersonId { get; init; }

    public string? RuleId { get; init; }

    /// <summary>Numbered points that came back with it, as a JSON list.</summary>
    public string? Points { get; init; }

    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public int Reminders { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosedBy { get; init; }
    public string? Outcome { get; init; }

    /// <summary>The organisation it is about, where it is about no request or right.</summary>
    public string? AboutCode { get; init; }

    public string? TitleTh { get; init; }
    public string? TitleEn { get; init; }

    /// <summary>What is to be done, in lines.</summary>
    public string? TextTh { get; init; }

    public string? TextEn { get; init; }

    /// <summary>The answers a designer named, as JSON; see <see cref="AskedAnswer"/>.</summary>
    public string? Answers { get; init; }

    /// <summary>An earlier day than <see cref="DueAt"/>, stated by somebody nearer: shown and reminded of, not
    /// enforced.</summary>
    public DateTimeOffset? ShownDueAt { get; init; }

    /// <summary>The code of the organisation that stated <see cref="ShownDueAt"/>.</summary>
    public string? ShownBy { get; init; }

    /// <summary>The key of the circular's date that <see cref="DueAt"/> is, while it is opened; its deadline keeps it.</summary>
    public string? DueKey { get; init; }

    /// <summary>The day that people are told.</summary>
    public DateTimeOffset? Shown => ShownDueAt ?? DueAt;

    public IReadOnlyList<AskedAnswer> AskedAnswers => AskedAnswer.Read(Answers);

    public IReadOnlyList<string> Roles => Role.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static Task<WorkTask?> FindAsync(IQueries queries, string id) =>
        queries.FirstAsync<WorkTask>("select * from tasks where id = @id", new { id });

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into tasks (id, instance_id, request_id, right_id, kind, role, organisation_code, person_id, rule_id, points,
            opened_at, due_at, reminders, about_code, title_th, title_en, text_th, text_en, answers, shown_due_at, shown_by)
        values (@Id, @InstanceId, @RequestId, @RightId, @Kind, @Role, @OrganisationCode, @PersonId, @RuleId, @Points,
            @OpenedAt, @DueAt, 0, @AboutCode, @TitleTh, @TitleEn, @TextTh, @TextEn, @Answers, @ShownDueAt, @ShownBy)
        """, this);

    /// <summary>Closes a task and every link that was mailed for it.</summary>
    public static void Close(Transaction transaction, string id, DateTimeOffset now, string? by, string outcome)
    {
        transaction.Write(
            "update tasks set closed_at = @now, closed_by = @by, outcome = @outcome where id = @id and closed_at is null",
            new { now, by, outcome, id });
        transaction.Write(
            "update mail_links set ended_at = @now, end_reason = @outcome where task_id = @id and ended_at is null",
            new { now, outcome, id });
    }
}
