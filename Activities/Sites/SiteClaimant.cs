namespace WorkflowHost.Activities.Sites;

/// <summary>Somebody who proved who they are and hasn't claimed yet.</summary>
public sealed class SiteClaimant
{
    internal const string Query =
        """
        select * from site_claimants where secret_hash = @hash and site_id = @siteId and proven_at > @since
        """;

    public string SecretHash { get; init; } = "";
    public string SiteId { get; init; } = "";
    public string CitizenHash { get; init; } = "";
    public string CitizenMasked { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string Method { get; init; } = "";
    public DateTimeOffset ProvenAt { get; init; }

    /// <summary>Where the code was sent; null before.</summary>
    public string? Email { get; init; }

    /// <summary>When the code was right; null before.</summary>
    public DateTimeOffset? EmailProvenAt { get; init; }

    internal static object Arguments(string siteId, string? secret, DateTimeOffset since) =>
        new { hash = SiteLink.HashOf(secret ?? ""), siteId, since };
}
