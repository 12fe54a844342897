using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.ThaId;

/// <summary>
/// Speaks with the OpenID provider: its discovery document, its keys, and the exchange of a code for an id token. Whatever fails
/// on the way is a <see cref="ThaIdException"/>; answers are bounded in size and time, and nothing of them is logged.
/// </summary>
public sealed class OpenIdProvider(ThaIdSettings settings, IHostEnvironment environment, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan KeepsFor = TimeSpan.FromHours(1);
    static readonly TimeSpan KeysNotAgainWithin = TimeSpan.FromMinutes(1);
    const int LargestAnswer = 256 * 1024;

    readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5)
    })
    {
        Timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds),
        MaxResponseContentBufferSize = LargestAnswer,
    };

    Document? known;

    /// <summary>Where a browser is sent to prove who sits before it.</summary>
    /// <exception cref="ThaIdException">The provider can't be reached.</exception>
    internal async Task<string> AuthorizeAsync(string state, string nonce, string challenge, string back)
    {
        var document = await DocumentAsync();
        var query = new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = settings.ClientId,
            ["redirect_uri"] = back,
            ["scope"] = settings.Scopes,
            ["state"] = state,
            ["nonce"] = nonce,
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        };
        var address = document.Authorize.ToString();
        return address + (address.Contains('?') ? "&" : "?")
            + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }

    /// <summary>Exchanges a code, and checks the id token that comes for it.</summary>
    /// <exception cref="ThaIdException">The provider is down, doesn't know the code, or the token isn't right.</exception>
    internal async Task<ProvenIdentity> RedeemAsync(string code, string verifier, string nonce, string back)
    {
        var document = await DocumentAsync();
        var token = await TokenAsync(document, code, verifier, back);
        var (id, algorithm) = IdToken.KeyOf(token);
        if (!document.Keys.Has(id, algorithm) && document.ReadAt + KeysNotAgainWithin <= clock.GetUtcNow())
            document = await ReadAsync();
        return IdToken.Check(token, document.Keys, settings.Issuer, settings.ClientId, nonce, clock.GetUtcNow());
    }

    public void Dispose() => http.Dispose();

    async Task<Document> DocumentAsync() =>
        known is { } there && there.ReadAt + KeepsFor > clock.GetUtcNow() ? there : await ReadAsync();

    async Task<Document> ReadAsync()
    {
        var json = await GetAsync(new Uri(settings.Issuer.TrimEnd('/') + "/.well-known/openid-configuration"));
        if (Text(json, "issuer") != settings.Issuer)
            throw new ThaIdException("The discovery document is of another issuer.");
        var keys = await GetAsync(Address(json, "jwks_uri"));
        try
        {
            return known = new Document(
                Address(json, "authorization_endpoint"), Address(json, "token_endpoint"), JsonWebKeys.Read(keys),
                    clock.GetUtcNow());
        }
        catch (Exception fault) when (fault is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ThaIdException("The provider's keys can't be read.", isDown: true, fault);
        }
    }

    async Task<string> TokenAsync(Document document, string code, string verifier, string back)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, document.Token)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = back,
                ["code_verifier"] = verifier,
            }),
        };
        // Client id and secret are form-encoded before they are put together (RFC 6749, 2.3.1).
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(
            $"{WebUtility.UrlEncode(settings.ClientId)}:{WebUtility.UrlEncode(settings.ReadSecret())}")));
        return Text(await SendAsync(request),
            "id_token") ?? throw new ThaIdException("The provider answered without an id token.");
    }

    async Task<JsonElement> GetAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    async Task<JsonElement> SendAsync(HttpRequestMessage request)
    {
        try
        {
            using var response = await http.SendAsync(request);
            if (!response.IsSuccessStatusCode)
                throw new ThaIdException($"The provider answered {(int)response.StatusCode}.",
                    isDown: response.StatusCode >= HttpStatusCode.InternalServerError || request.Method == HttpMethod.Get);
            var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
            return json.ValueKind == JsonValueKind.Object ? json
                : throw new ThaIdException("The provider's answer can't be read.", isDown: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            throw new ThaIdException("The provider can't be reached, or doesn't answer in time.", isDown: true, fault);
        }
    }

    Uri Address(JsonElement document, string name) =>
        Uri.TryCreate(Text(document, name), UriKind.Absolute, out var address) && ThaIdSettings.IsSafe(address,
            environment.IsDevelopment())
            ? address
            : throw new ThaIdException($"The discovery document has no safe {name}.");

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    sealed record Document(Uri Authorize, Uri Token, JsonWebKeys Keys, DateTimeOffset ReadAt);
}
