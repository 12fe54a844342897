using System.Security.Cryptography;
using System.Text;

namespace WorkflowHost.Activities.People;

/// <summary>
/// A secret under which citizen ids are sealed and hashed: 32 random bytes or more. Who loses it can open no id any more; who has
/// it and the store can open all of them.
/// </summary>
public sealed class CitizenIdKey
{
    internal const int Length = 32;

    public CitizenIdKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < Length)
            throw new CitizenIdKeyException($"The key for citizen ids has {secret.Length} bytes; it needs {Length} or more.");
        Sealing = Derive(secret, "seal");
        Hashing = Derive(secret, "hash");
        Name = Convert.ToHexString(Derive(secret, "name").AsSpan(0, 6)).ToLowerInvariant();
    }

    internal byte[] Sealing { get; }

    internal byte[] Hashing { get; }

    /// <summary>Says which key it is, and nothing about it.</summary>
    public string Name { get; }

    static byte[] Derive(ReadOnlySpan<byte> secret, string purpose)
    {
        var key = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], Encoding.ASCII.GetBytes("citizen-id " + purpose));
        return key;
    }
}

/// <summary>Citizen ids can't be sealed or opened with the key there is; the message says why, and never holds an id.</summary>
public sealed class CitizenIdKeyException(string message, Exception? inner = null) : Exception(message, inner);
