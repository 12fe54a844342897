using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>A citizen id as it may be stored: nothing of it but the last three digits can be read.</summary>
/// <param name="Hash">HMAC-SHA256 under the secret key, in hex: the same for the same number, to match by.</param>
/// <param name="Sealed">AES-GCM under the secret key; another text each time.</param>
/// <param name="Masked">"x-xxxx-xxxxx-12-3", for lists and exports (T95).</param>
public sealed record SealedCitizenId(string Hash, string Sealed, string Masked);

/// <summary>
/// Keeps citizen ids: sealed, matched by a keyed hash, shown masked. In clear they are given only by
/// <see cref="RevealAsync"/>, to somebody with the role for it, for a reason, and that is logged (T95, T96).
/// </summary>
public sealed partial class CitizenIds(Database database, Func<CitizenIdKeys> read, TimeProvider clock)
{
    const string Version = "v1";
    const int TagLength = 16;
    const int ShortestReason = 10;
    const int LongestReason = 500;

    static readonly byte[] Purpose = Encoding.ASCII.GetBytes("citizen id");

    CitizenIdKeys? known;

    /// <summary>The keys as they were read last.</summary>
    /// <exception cref="CitizenIdKeyException">There is none.</exception>
    internal CitizenIdKeys Keys => known ??= read();

    /// <summary>Seals a number for storing.</summary>
    /// <exception cref="CitizenIdKeyException">There is no key.</exception>
    public SealedCitizenId Seal(CitizenId id) => new(HashOf(id), SealedText(id), id.Mask());

    /// <summary>The same number sealed under the key that seals now; null when it is already.</summary>
    internal string? Reseal(string sealedId) =>
        sealedId.StartsWith($"{Version}.{Keys.Current.Name}.", StringComparison.Ordinal) ? null : SealedText(Open(sealedId));

    string SealedText(CitizenId id)
    {
        var key = Keys.Current;
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var clear = Encoding.ASCII.GetBytes(id.Reveal());
        var text = new byte[clear.Length];
        var tag = new byte[TagLength];
        using var cipher = new AesGcm(key.Sealing, TagLength);
        cipher.Encrypt(nonce, clear, text, tag, Purpose);
        CryptographicOperations.ZeroMemory(clear);
        return $"{Version}.{key.Name}.{Convert.ToBase64String([.. nonce, .. text, .. tag])}";
    }

    /// <summary>By which the same number is found again.</summary>
    public string HashOf(CitizenId id) =>
        Convert.ToHexString(HMACSHA256.HashData(Keys.Hashing, Encoding.ASCII.GetBytes(id.Reveal())));

    /// <summary>Opens a sealed id for somebody who may read it, and writes down who did and why.</summary>
    /// <param name="subject">The kind of thing it belongs to, such as "person" or "roster-line", and its id.</param>
    /// <param name="organisation">Whose person it is: the role must cover it.</param>
    /// <exception cref="RefusedException">Not their role there, or no reason.</exception>
    /// <exception cref="CitizenIdKeyException">Sealed under another key, or changed since.</exception>
    public async Task<CitizenId> RevealAsync(
        string sealedId, string subject, string subjectId, string organisation, string reason, Actor actor)
    {
        var place = await Organisation.FindAsync(database, organisation);
        if (place is null || !actor.Memberships.Any(membership => membership.Role == Role.IdReader
            && place.Path.StartsWith(membership.Path, StringComparison.Ordinal)))
            throw new RefusedException("not-id-reader",
                "เฉพาะผู้มีบทบาท “ผู้เปิดดูเลขประจำตัวประชาชน” ของหน่วยงานนี้เท่านั้นที่เปิดดูเลขเต็มได้",
                "Only somebody with the role \"reader of citizen ids\" for this organisation can see the whole number.");
        RequireReason(reason);
        var id = Open(sealedId);
        await database.WriteAsync(transaction =>
        {
            AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "citizen-id-revealed", subject, subjectId,
                organisation,
                detail: reason.Trim());
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>Keeps the id that was proved for a person, in place of an earlier one.</summary>
    public static void Store(Transaction transaction, string personId, SealedCitizenId id, string source, DateTimeOffset now) =>
        transaction.Write(
            """
            insert into citizen_ids (person_id, hash, sealed, masked, source, at)
            values (@personId, @Hash, @Sealed, @Masked, @source, @now)
            on conflict (person_id) do update set hash = excluded.hash, sealed = excluded.sealed, masked = excluded.masked,
                source = excluded.source, at = excluded.at
            """, new { personId, id.Hash, id.Sealed, id.Masked, source, now });

    /// <summary>Whether another number was proved for this person before (T102): a name may change, the number doesn't.</summary>
    public static async Task<bool> IsAnotherAsync(Transaction transaction, string personId, string hash) =>
        await transaction.FirstAsync<string>("select hash from citizen_ids where person_id = @personId", new { personId })
            is { } known && known != hash;

    /// <summary>What is said to who comes with another number than before.</summary>
    public static RefusedException Another() => new("other-citizen",
        "เลขประจำตัวประชาชนจาก ThaID ไม่ตรงกับที่เคยยืนยันไว้ของบัญชีนี้ โปรดยืนยันด้วย ThaID ของท่านเอง "
        + "หากเชื่อว่าผิดพลาด โปรดแจ้งผู้ดูแลระบบ",
        "This ThaID has another citizen id than the one this account proved before. Use your own ThaID; if that is a mistake, "
        + "tell the operator.");

    /// <summary>
    /// Whether somebody is one of two people: by the record, or because the same citizen id was proved for both (B-04).
    /// </summary>
    public static async Task<bool> IsOneOfAsync(Transaction transaction, string person, string one, string other) =>
        person == one || person == other || await transaction.FirstAsync<string>(
            """
            select a.person_id from citizen_ids a join citizen_ids b on b.hash = a.hash
            where a.person_id = @person and b.person_id in (@one, @other) limit 1
            """, new { person, one, other }) is not null;

    /// <summary>Whether what the store holds was sealed under the key there is; a store without ids needs none.</summary>
    /// <exception cref="CitizenIdKeyException">It wasn't; the message names both keys.</exception>
    public async Task CheckKeyAsync()
    {
        if (await database.FirstAsync<string>("select sealed from citizen_ids order by person_id limit 1") is { } sealedId)
            Parts(sealedId);
    }

    CitizenId Open(string sealedId)
    {
        var (key, bytes) = Parts(sealedId);
        var clear = new byte[bytes.Length - AesGcm.NonceByteSizes.MaxSize - TagLength];
        try
        {
            using var cipher = new AesGcm(key.Sealing, TagLength);
            cipher.Decrypt(bytes.AsSpan(0, AesGcm.NonceByteSizes.MaxSize), bytes.AsSpan(AesGcm.NonceByteSizes.MaxSize,
                clear.Length),
                bytes.AsSpan(bytes.Length - TagLength), clear, Purpose);
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw new CitizenIdKeyException("A sealed citizen id can't be opened: it was changed in the store.", fault);
        }
        return CitizenId.TryParse(Encoding.ASCII.GetString(clear), out var id)
            ? id!
            : throw new CitizenIdKeyException("A sealed citizen id holds no citizen id.");
    }

    (CitizenIdKey, byte[]) Parts(string sealedId)
    {
        if (sealedId.Split('.') is not [Version, var name, var text])
            throw new CitizenIdKeyException("A sealed citizen id can't be read: it was changed in the store.");
        // Another host may have changed the file since it was read.
        if ((Keys.Find(name) ?? (known = read()).Find(name)) is not { } key)
            throw new CitizenIdKeyException(string.Create(CultureInfo.InvariantCulture,
                $"The citizen ids of this store were sealed under the key {name}, but CitizenIds:KeyFile holds the key "
                + $"{Keys.Current.Name}. Put the file with the key {name} back; without it they can't be opened or matched."));
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > AesGcm.NonceByteSizes.MaxSize + TagLength
            ? (key, bytes[..length])
            : throw new CitizenIdKeyException("A sealed citizen id can't be read: it was changed in the store.");
    }

    /// <exception cref="RefusedException">There is no reason, or a citizen id in it.</exception>
    internal static void RequireReason(string reason)
    {
        if (reason.Trim().Length is < ShortestReason or > LongestReason)
            throw new RefusedException("reason-needed",
                $"โปรดระบุเหตุผลที่ต้องเปิดดูเลขเต็ม อย่างน้อย {ShortestReason} ตัวอักษร",
                $"Say why the whole number is needed, in {ShortestReason} letters at least.");
        if (ThirteenDigits().IsMatch(ThaiDigits.ToArabic(reason)))
            throw new RefusedException("id-in-reason",
                "เหตุผลต้องไม่มีเลขประจำตัวประชาชน", "Leave citizen ids out of the reason; it is kept in the log.");
    }

    [GeneratedRegex(@"\d([ -]?\d){12}")]
    private static partial Regex ThirteenDigits();
}
