namespace WorkflowHost.Web.Settings;

/// <summary>The OpenID provider that proves who an officer is (ThaID, B-02). Without an issuer it isn't connected.</summary>
public sealed class ThaIdSettings
{
    /// <summary>As the provider's discovery document and its tokens say it.</summary>
    public string Issuer { get; set; } = "";

    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";

    /// <summary>A file that holds nothing but the secret, in its place; read for each exchange.</summary>
    public string ClientSecretFile { get; set; } = "";

    public string Scopes { get; set; } = "openid pid name ial";

    /// <summary>The least assurance level (IAL) that counts, such as 2.1; empty takes any.</summary>
    public string LeastLevel { get; set; } = "";

    public int TimeoutSeconds { get; set; } = 10;

    public bool IsConnected => Issuer.Length > 0;

    internal string ReadSecret() => ClientSecretFile.Length > 0
        ? File.ReadAllText(ClientSecretFile).TrimEnd('\r', '\n')
        : ClientSecret;

    internal IEnumerable<string> Problems(bool isDevelopment)
    {
        if (!IsConnected)
            yield break;
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) || !IsSafe(issuer, isDevelopment))
            yield return $"ThaId:Issuer is '{Issuer}': give the https address of the OpenID provider, or leave it empty";
        if (ClientId.Length == 0)
            yield return "ThaId:ClientId is empty: give the client id that the provider knows us by";
        if (ClientSecret.Length > 0 == ClientSecretFile.Length > 0)
            yield return "ThaId: set either ClientSecret or ClientSecretFile";
        if (ClientSecretFile.Length > 0 && !File.Exists(ClientSecretFile))
            yield return $"ThaId:ClientSecretFile '{ClientSecretFile}' does not exist, or may not be read";
        if (!Scopes.Split(' ').Contains("openid") || !Scopes.Split(' ').Contains("pid"))
            yield return "ThaId:Scopes must hold openid and pid";
        if (TimeoutSeconds is < 1 or > 60)
            yield return $"ThaId:TimeoutSeconds is {TimeoutSeconds}: use 1 to 60";
        if (LeastLevel.Length > 0 && !decimal.TryParse(LeastLevel, System.Globalization.CultureInfo.InvariantCulture, out _))
            yield return $"ThaId:LeastLevel is '{LeastLevel}': give a level such as 2.1, or leave it empty";
    }

    /// <summary>https; plain http only to this machine, and only in Development.</summary>
    internal static bool IsSafe(Uri address, bool isDevelopment) =>
        address.Scheme == "https" || address is { Scheme: "http", IsLoopback: true } && isDevelopment;
}
