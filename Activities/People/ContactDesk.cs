using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// What operators do about addresses and telephone numbers of people and offices (T51): enter them, and take the mark off an
/// address that refused mail, after a call. What nobody got meanwhile goes out once more.
/// </summary>
public sealed class ContactDesk(Database database, Tools tools, TimeProvider clock)
{
    const int LongestNote = 500;

    /// <summary>Enters somebody's second address and number; empty ones take them away.</summary>
    /// <exception cref="RefusedException">Not an operator, one's own, or no address ("second") or number ("phone").</exception>
    public Task SetAsync(string personId, string second, string phone, Actor by)
    {
        RequireOperator(by);
        if (personId == by.PersonId)
            throw new RefusedException("own-account",
                "ของตนเองให้แก้ที่หน้าบัญชีของท่าน", "Change your own on the page of your account.");
        var address = AddressOrNull(second, "second");
        var number = PhoneNumber.Checked(phone);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var person = await Person.GetAsync(transaction, personId);
            if (person.Email.Equals(address, StringComparison.OrdinalIgnoreCase))
                throw new RefusedException(
                    "second", "ที่อยู่สำรองต้องไม่ใช่ที่อยู่หลัก", "The second address must not be the first one.");
            transaction.Write("update people set second_email = @address, phone = @number where id = @personId",
                new { address, number, personId });
            OwnContact.End(transaction, personId, "operator", now);
            if (address is not null)
                new UndeliveredWays(transaction, tools, now).TakesMail(address);
            AuditTrail.Add(transaction, now, by.PersonId, "contact-changed", "person", personId);
        });
    }

    /// <summary>
    /// After a call: the address is right, whatever its server said. The mark goes, and what never arrived goes out again.
    /// </summary>
    /// <returns>How many mails go out again.</returns>
    /// <exception cref="RefusedException">Not an operator, no note, or the address isn't marked and nothing waits.</exception>
    public Task<int> AddressIsRightAsync(string personId, string note, Actor by)
    {
        RequireOperator(by);
        if (note.Trim() is not { Length: > 0 and <= LongestNote } said)
            throw new RefusedException("note-needed", "โปรดจดว่าพูดกับใครและว่าอย่างไร ไม่เกิน 500 ตัวอักษร",
                "Write down whom you spoke to and what was said, in 500 characters.");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            transaction.Lock("select id from people where id = @personId", new { personId });
            var person = await Person.GetAsync(transaction, personId);
            var marked = await transaction.FirstAsync<string>("select status from refusing_addresses where address = @address",
                new { address = person.Email.ToLowerInvariant() });
            var again = await new UndeliveredWays(transaction, tools, now).AgainAsync(person);
            if (marked is null && again == 0)
                throw new RefusedException("not-refusing", "ที่อยู่นี้ไม่ได้ถูกทำเครื่องหมายว่าตีกลับ และไม่มีจดหมายค้าง",
                    "This address isn't marked as refusing, and no mail waits.");
            AuditTrail.Add(
                transaction, now, by.PersonId, "address-is-right", "person", personId, detail: $"{marked} {said}".Trim());
            return again;
        });
    }

    /// <summary>The first address is another: part of the transaction that stored it. What never arrived goes to it.</summary>
    public async Task AddressChangedAsync(Transaction transaction, string oldAddress, string personId)
    {
        var ways = new UndeliveredWays(transaction, tools, clock.GetUtcNow());
        ways.TakesMail(oldAddress);
        await ways.AgainAsync(await Person.GetAsync(transaction, personId));
    }

    /// <summary>An office's number and central mailbox. Its own clerk may enter the number, an operator both.</summary>
    /// <param name="mailbox">Null leaves it as it is.</param>
    /// <exception cref="RefusedException">Not theirs to change, no address ("mailbox") or number ("phone").</exception>
    public Task SetOfficeAsync(string code, string phone, string? mailbox, Actor by)
    {
        if (!by.Is(Role.Operator) && (mailbox is not null || by.In(code, Role.Clerk) is null))
            throw new RefusedException(
                "not-yours-to-change", "เฉพาะผู้ดูแลระบบ หรืองานสารบรรณของหน่วยงานเอง (โทรศัพท์) ที่แก้ได้",
                "Only an operator can change this, or the office's own clerk its telephone number.");
        var number = PhoneNumber.Checked(phone);
        var address = mailbox is null ? null : AddressOrNull(mailbox, "mailbox")
            ?? throw new RefusedException("mailbox", "โปรดกรอกอีเมลกลางของหน่วยงาน", "Enter the office's central mailbox.");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await Organisation.FindAsync(transaction, code) is not { } office)
                throw new RefusedException("no-office", "ไม่พบหน่วยงานรหัสนี้", "There is no organisation with this code.");
            transaction.Write("update organisations set phone = @number, email = @email where code = @code",
                new { number, email = address ?? office.Email, code });
            if (address is not null && address != office.Email)
            {
                var ways = new UndeliveredWays(transaction, tools, now);
                ways.TakesMail(office.Email);
                ways.TakesMail(address);
            }
            AuditTrail.Add(transaction, now, by.PersonId, "office-contact-changed", "organisation", code, code,
                detail: address is null || address == office.Email ? null : $"{office.Email} → {address}");
        });
    }

    static string? AddressOrNull(string typed, string field)
    {
        var address = typed.Trim();
        if (address.Length == 0)
            return null;
        Enrolment.RequireAddress(address, field);
        return address;
    }

    static void RequireOperator(Actor by)
    {
        if (!by.Is(Role.Operator))
            throw new RefusedException("operator-only", "เฉพาะผู้ดูแลระบบเท่านั้น", "Only an operator can do this.");
    }
}
