using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace WorkflowHost.Web.ThaId;

/// <summary>The public keys of a provider (RFC 7517), and signatures checked with them: RS256 and ES256, nothing else.</summary>
sealed class JsonWebKeys
{
    const int FewestBits = 2048;

    readonly Dictionary<string, Func<byte[], byte[], bool>> byId = [];

    /// <summary>Reads a key set; keys of other kinds or for other uses are left out.</summary>
    public static JsonWebKeys Read(JsonElement document)
    {
        var keys = new JsonWebKeys();
        foreach (var key in document.GetProperty("keys").EnumerateArray())
            if (Text(key, "use") is null or "sig" && Text(key, "kid") is { } id && Verifier(key) is { } verify)
                keys.byId[$"{id} {Algorithm(key)}"] = verify;
        return keys;
    }

    public bool Has(string id, string algorithm) => byId.ContainsKey($"{id} {algorithm}");

    public bool Verify(string id, string algorithm, byte[] signed, byte[] signature) =>
        byId.TryGetValue($"{id} {algorithm}", out var verify) && verify(signed, signature);

    // The key says which algorithm it is for; what a token's header claims only chooses among them.
    static string? Algorithm(JsonElement key) => Text(key, "kty") switch
    {
        "RSA" when Text(key, "alg") is null or "RS256" => "RS256",
        "EC" when Text(key, "crv") == "P-256" && Text(key, "alg") is null or "ES256" => "ES256",
        _ => null,
    };

    static Func<byte[], byte[], bool>? Verifier(JsonElement key) => Algorithm(key) switch
    {
        "RS256" => Rsa(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }),
        "ES256" => Ec(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") },
        }),
        _ => null,
    };

    static Func<byte[], byte[], bool>? Rsa(RSAParameters parameters)
    {
        if (parameters.Modulus!.Length * 8 < FewestBits)
            return null;
        return (signed, signature) =>
        {
            using var rsa = RSA.Create(parameters);
            return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        };
    }

    static Func<byte[], byte[], bool> Ec(ECParameters parameters) => (signed, signature) =>
    {
        using var ec = ECDsa.Create(parameters);
        return ec.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    };

    static byte[] Bytes(JsonElement key, string name) =>
        Base64Url.DecodeFromChars(Text(key, name) ?? throw new FormatException($"no {name}"));

    static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
