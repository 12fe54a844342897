using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>
/// What operators do with people's accounts: open, mail the start link, close and open again, mend the address. Each leaves an
/// audit row. What could lock them out or let them in elsewhere, another operator must do to them.
/// </summary>
public sealed class AccountDesk(Database database, Passwords passwords, ContactDesk contacts, TimeProvider clock)
{
    /// <summary>
    /// A person who is not in the system yet, with a role and an account; the start link is on its way to them.
    /// </summary>
    /// <returns>The person's id.</returns>
    /// <exception cref="RefusedException">A field is wrong; the code names it.</exception>
    public Task<string> AddAsync(NewOfficer form, NewRole role, string userName, Actor by)
    {
        Operators.Require(by);
        var noPassword = Accounts.NoPassword();
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var person = Enrolment.Checked(form, Ids.New(now));
            person.Insert(transaction);
            AuditTrail.Add(transaction, now, by.PersonId, "person-added", "person", person.Id);
            await RoleDesk.GiveAsync(transaction, person.Id, role, by, now);
            await OpenAsync(transaction, person.Id, userName, noPassword, by, now);
            return person.Id;
        });
    }

    /// <summary>Makes an account for somebody who is known, and mails them the start link.</summary>
    /// <exception cref="RefusedException">The name is none or is taken, or the person has an account.</exception>
    public Task OpenAsync(string personId, string userName, Actor by)
    {
        Operators.Require(by);
        var noPassword = Accounts.NoPassword();
        return database.WriteAsync(
            transaction => OpenAsync(transaction, personId, userName, noPassword, by, clock.GetUtcNow()));
    }

    /// <summary>Mails a new start link; those before it are over. The password stays until the owner sets another.</summary>
    /// <exception cref="RefusedException">There is no account, or it is closed.</exception>
    public Task SendLinkAsync(string personId, Actor by) => ChangeAsync(personId, by, async (transaction, account, now) =>
    {
        if (account.BlockedAt is not null)
            throw new RefusedException(
                "blocked", "บัญชีถูกปิดอยู่ เปิดก่อนแล้วจึงส่งลิงก์", "The account is closed. Open it before you send a link.");
        await passwords.StartAsync(transaction, account.Id, now);
        AuditTrail.Add(transaction, now, by.PersonId, "start-link-sent", "account", account.Id);
    });

    /// <summary>Closes an account: every session and every link of it ends now.</summary>
    /// <exception cref="RefusedException">One's own, or no reason.</exception>
    public Task BlockAsync(string personId, string reason, Actor by) => ChangeAsync(personId, by, (transaction, account, now) =>
    {
        Operators.RequireSomebodyElse(personId, by);
        Accounts.SetBlocked(transaction, account.Id, now, now);
        AuditTrail.Add(transaction, now, by.PersonId, "account-blocked", "account", account.Id,
            detail: Operators.Note(reason, "reason", "โปรดกรอกเหตุผล", "Say why."));
        return Task.CompletedTask;
    });

    /// <summary>Opens a closed account, or one that rests after wrong passwords. Its password is what it was.</summary>
    public Task UnblockAsync(string personId, Actor by) => ChangeAsync(personId, by, (transaction, account, now) =>
    {
        Accounts.SetBlocked(transaction, account.Id, null, now);
        AuditTrail.Add(transaction, now, by.PersonId, "account-unblocked", "account", account.Id);
        return Task.CompletedTask;
    });

    /// <summary>
    /// Mends the address that links and decisions are mailed to. Open links of the account end: they went elsewhere. What never
    /// arrived at the old address goes to the new one.
    /// </summary>
    /// <exception cref="RefusedException">One's own, or no mail address.</exception>
    public Task SetAddressAsync(string personId, string email, Actor by)
    {
        Operators.Require(by);
        Operators.RequireSomebodyElse(personId, by);
        email = email.Trim();
        Enrolment.RequireAddress(email);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var old = (await Person.GetAsync(transaction, personId)).Email;
            transaction.Write("update people set email = @email where id = @personId", new { email, personId });
            if (await FindAsync(transaction, personId) is { } account)
                AccountClaim.End(transaction, account.Id, "address-changed", now);
            await contacts.AddressChangedAsync(transaction, old, personId);
            AuditTrail.Add(transaction, now, by.PersonId, "address-changed", "person", personId);
        });
    }

    async Task OpenAsync(
        Transaction transaction, string personId, string userName, string noPassword, Actor by, DateTimeOffset now)
    {
        var id = await Accounts.CreateAsync(transaction, now, personId, userName, noPassword);
        await passwords.StartAsync(transaction, id, now);
        AuditTrail.Add(transaction, now, by.PersonId, "account-added", "account", id);
    }

    Task ChangeAsync(string personId, Actor by, Func<Transaction, Account, DateTimeOffset, Task> change)
    {
        Operators.Require(by);
        return database.WriteAsync(async transaction => await change(
            transaction,
            await FindAsync(transaction, personId)
                ?? throw new RefusedException("no-account", "ผู้นี้ยังไม่มีบัญชี", "This person has no account yet."),
            clock.GetUtcNow()));
    }

    static Task<Account?> FindAsync(Transaction transaction, string personId) =>
        transaction.FirstAsync<Account>("select * from accounts where person_id = @personId", new { personId });
}
