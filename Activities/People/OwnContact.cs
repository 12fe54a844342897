using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// How people say themselves where else they can be reached (T51): a telephone number, and a second address, which is used only
/// after its owner opened the link that was mailed to it.
/// </summary>
public sealed class OwnContact(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>More links than this in an hour would only fill a mailbox.</summary>
    public const int MostLinksAnHour = 3;

    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(7);

    /// <summary>Stores one's own number; an empty one takes it away.</summary>
    /// <exception cref="RefusedException">It is no number ("phone").</exception>
    public Task SetPhoneAsync(string phone, Actor by)
    {
        var number = PhoneNumber.Checked(phone);
        return database.WriteAsync(transaction =>
        {
            transaction.Write("update people set phone = @number where id = @PersonId", new { number, by.PersonId });
            AuditTrail.Add(transaction, clock.GetUtcNow(), by.PersonId, "phone-changed", "person", by.PersonId);
            return Task.CompletedTask;
        });
    }

    /// <summary>Mails a link to the new address; what was in use before stays until it is opened.</summary>
    /// <exception cref="RefusedException">It is no address, the first one, or too many were asked for ("email").</exception>
    public Task AskSecondAsync(string email, Actor by)
    {
        email = email.Trim();
        Enrolment.RequireAddress(email);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            transaction.Lock("select id from people where id = @PersonId", new { by.PersonId });
            var person = await Person.GetAsync(transaction, by.PersonId);
            if (email.Equals(person.Email, StringComparison.OrdinalIgnoreCase))
                throw new RefusedException(
                    "email", "ที่อยู่สำรองต้องไม่ใช่ที่อยู่หลัก", "The second address must not be the first one.");
            if (await transaction.FirstAsync<long>(
                "select count(*) from address_claims where person_id = @Id and created_at > @since",
                new { person.Id, since = now.AddHours(-1) }) >= MostLinksAnHour)
                throw new RefusedException("email", "ขอลิงก์ครบ 3 ครั้งในชั่วโมงนี้แล้ว ลองใหม่ภายหลัง",
                    "Three links were mailed within the hour. Try again later.");
            End(transaction, person.Id, "replaced", now);
            // Whoever asks for it says that it is right, whatever was heard of it before.
            new UndeliveredWays(transaction, tools, now).TakesMail(email);
            var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToLowerInvariant();
            transaction.Write(
                """
                insert into address_claims (token_hash, person_id, address, created_at, expires_at)
                values (@hash, @Id, @email, @now, @until)
                """, new { hash = HashOf(token), person.Id, email, now, until = now + LinkLife });
            var model = new Dictionary<string, object?>
            {
                ["link"] = $"{tools.PublicUrl}/account/address/{token}",
                ["days"] = (int)LinkLife.TotalDays,
            };
            CaseMail.Queue(transaction, now, tools, "address-confirm", person.At(email), model, $"address:{Ids.New(now)}");
            AuditTrail.Add(transaction, now, by.PersonId, "second-address-asked", "person", person.Id);
        });
    }

    /// <summary>Takes the second address into use, by its link.</summary>
    /// <exception cref="RefusedException">The link is over, or was mailed to somebody else ("claim-over").</exception>
    public Task ConfirmSecondAsync(string token, Actor by) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var used = await transaction.QueryAsync<string>(
            """
            update address_claims set ended_at = @now, end_reason = 'used'
            where token_hash = @hash and person_id = @PersonId and ended_at is null and expires_at > @now returning address
            """, new { now, hash = HashOf(token), by.PersonId });
        if (used is not [var address])
            throw new RefusedException("claim-over",
                "ลิงก์นี้ใช้ไม่ได้แล้ว อาจใช้ไปแล้ว หมดอายุ หรือมีลิงก์ใหม่กว่านี้",
                "This link is over: it was used, it expired, or there is a newer one.");
        transaction.Write("update people set second_email = @address where id = @PersonId", new { address, by.PersonId });
        AuditTrail.Add(transaction, now, by.PersonId, "second-address-confirmed", "person", by.PersonId);
    });

    /// <summary>The second address is used no more, and an open link to another is over.</summary>
    public Task RemoveSecondAsync(Actor by) => database.WriteAsync(transaction =>
    {
        var now = clock.GetUtcNow();
        transaction.Write("update people set second_email = null where id = @PersonId", new { by.PersonId });
        End(transaction, by.PersonId, "removed", now);
        AuditTrail.Add(transaction, now, by.PersonId, "second-address-removed", "person", by.PersonId);
        return Task.CompletedTask;
    });

    /// <summary>The address that an open link would take into use; null when it is over or somebody else's.</summary>
    public Task<string?> AddressOfAsync(string token, Actor by) => database.FirstAsync<string>(
        """
        select address from address_claims
        where token_hash = @hash and person_id = @PersonId and ended_at is null and expires_at > @now
        """, new { hash = HashOf(token), by.PersonId, now = clock.GetUtcNow() });

    internal static void End(Transaction transaction, string personId, string reason, DateTimeOffset now) => transaction.Write(
        """
        update address_claims set ended_at = @now, end_reason = @reason where person_id = @personId and ended_at is null
        """, new { now, reason, personId });

    static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
