using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WorkflowHost.Web.ThaId;

/// <summary>What an id token said, once all of it was checked. Never logged.</summary>
/// <param name="CitizenId">As the provider wrote it.</param>
/// <param name="Level">The assurance level (IAL); empty when the provider says none.</param>
sealed record ProvenIdentity(string CitizenId, string Name, string Level)
{
    public override string ToString() => "an identity proved by ThaID";
}

/// <summary>
/// Checks an id token (OpenID Connect Core 3.1.3.7): signature by the provider's keys, issuer, audience, expiry, age, nonce.
/// A token that fails one of them is refused as a whole.
/// </summary>
static class IdToken
{
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);
    const int Longest = 16_384;

    /// <summary>Key id and algorithm as the token's header names them.</summary>
    /// <exception cref="ThaIdException">It is no signed token.</exception>
    public static (string Id, string Algorithm) KeyOf(string token)
    {
        if (token.Length > Longest || token.Split('.') is not [var head, _, _])
            throw new ThaIdException("The id token is no signed token.");
        var header = Json(head);
        // "none" and every symmetric algorithm end here.
        if (Text(header, "alg") is not ("RS256" or "ES256") || header.TryGetProperty("crit", out _))
            throw new ThaIdException("The id token is signed by an algorithm that is not taken.");
        return (Text(header, "kid") ?? throw new ThaIdException("The id token names no key."), Text(header, "alg")!);
    }

    /// <exception cref="ThaIdException">Something is wrong with it; the message says what, and quotes nothing.</exception>
    public static ProvenIdentity Check(string token, JsonWebKeys keys, string issuer, string client, string nonce,
        DateTimeOffset now)
    {
        var (id, algorithm) = KeyOf(token);
        var end = token.LastIndexOf('.');
        if (!keys.Verify(id, algorithm, Encoding.ASCII.GetBytes(token[..end]), Bytes(token[(end + 1)..])))
            throw new ThaIdException("The id token's signature is not the provider's.");
        var claims = Json(token.Split('.')[1]);
        Require(Text(claims, "iss") == issuer, "The id token is of another issuer.");
        Require(IsFor(claims, client), "The id token is for another client.");
        Require(Time(claims, "exp") is { } expires && expires + Skew > now, "The id token has expired.");
        Require(Time(claims, "iat") is { } issued && issued - Skew <= now && issued + Oldest >= now,
            "The id token is not of just now.");
        Require(Time(claims, "nbf") is not { } from || from - Skew <= now, "The id token is not valid yet.");
        Require(Text(claims, "nonce") == nonce, "The id token answers another question (nonce).");
        return new ProvenIdentity(
            Text(claims, "pid") ?? throw new ThaIdException("The id token holds no pid."), NameOf(claims), Text(claims,
                "ial") ?? "");
    }

    // Several audiences need the party it was issued to.
    static bool IsFor(JsonElement claims, string client)
    {
        if (!claims.TryGetProperty("aud", out var audience))
            return false;
        if (audience.ValueKind == JsonValueKind.String)
            return audience.GetString() == client && (Text(claims, "azp") ?? client) == client;
        return audience.ValueKind == JsonValueKind.Array && audience.EnumerateArray().Any(one =>
            one.ValueKind == JsonValueKind.String
            && one.GetString() == client) && (audience.GetArrayLength() == 1 || Text(claims, "azp") == client);
    }

    static string NameOf(JsonElement claims) => Text(claims, "name")
        ?? $"{Text(claims, "given_name")} {Text(claims, "family_name")}".Trim();

    static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var seconds)
        && seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    // A level may come as a number.
    static string? Text(JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetDecimal().ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    static JsonElement Json(string part)
    {
        try
        {
            var json = JsonDocument.Parse(Bytes(part), new JsonDocumentOptions { MaxDepth = 8 }).RootElement;
            return json.ValueKind == JsonValueKind.Object ? json : throw new ThaIdException("The id token can't be read.");
        }
        catch (JsonException fault)
        {
            throw new ThaIdException("The id token can't be read.", inner: fault);
        }
    }

    static byte[] Bytes(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException fault)
        {
            throw new ThaIdException("The id token can't be read.", inner: fault);
        }
    }

    static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ThaIdException(otherwise);
    }
}
