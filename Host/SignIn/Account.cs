namespace WorkflowHost.Web.SignIn;

/// <summary>A row of accounts: how a person signs in.</summary>
public sealed class Account
{
    public string Id { get; init; } = "";
    public string PersonId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string PasswordHash { get; init; } = "";
    public string SecurityStamp { get; init; } = "";
    public long FailedCount { get; init; }

    /// <summary>Rests until then after too many wrong passwords.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>An operator closed it, until an operator opens it again.</summary>
    public DateTimeOffset? BlockedAt { get; init; }

    public bool IsDemo { get; init; }
}
