using WorkflowHost.Activities;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// How a password comes to be another: its owner changes it, or sets it through a link that was mailed to them. No password
/// is ever mailed; each change is told to the owner, and is in the audit.
/// </summary>
public sealed class Passwords(Database database, Accounts accounts, Tools tools, TimeProvider clock)
{
    /// <summary>More links than this in an hour to one account would only fill its mailbox.</summary>
    public const int MostClaimsAnHour = 3;

    /// <summary>Changes one's own password; every other session of the account ends.</summary>
    /// <returns>The account as it is now, for the session that goes on.</returns>
    /// <exception cref="RefusedException">
    /// The old one is wrong (password-old), or the new one breaks a rule (password-new).
    /// </exception>
    public async Task<Account> ChangeAsync(string accountId, string old, string password)
    {
        var account = (await FindAsync(accountId))!;
        PasswordRules.Require(password, account.UserName);
        if (!await accounts.IsPasswordAsync(account, old))
            throw OldIsWrong();
        if (old == password)
            throw PasswordRules.Refusal("รหัสผ่านใหม่ต้องไม่ซ้ำรหัสเดิม", "The new password must not be the old one.");
        var hash = Accounts.HashPassword(password);
        return await database.WriteAsync(async transaction =>
        {
            // Somebody who set another one meanwhile has ended this session too.
            transaction.Lock("select id from accounts where id = @accountId", new { accountId });
            if (await FindAsync(transaction, accountId) is not { } now || now.SecurityStamp != account.SecurityStamp)
                throw OldIsWrong();
            await SetAsync(transaction, account, hash, "password-changed");
            return (await FindAsync(transaction, accountId))!;
        });
    }

    /// <summary>
    /// Mails a link to the owner of the account, if there is one that may sign in. Nobody learns which: the answer is the
    /// same, and so is the work, one audit row.
    /// </summary>
    public Task ForgottenAsync(string userName) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var account = await transaction.FirstAsync<Account>(
            "select * from accounts where user_name = @userName", new { userName = Accounts.Normalise(userName) });
        var mails = account is not null && accounts.IsWelcome(account)
            && await AccountClaim.MadeSinceAsync(transaction, account.Id, now.AddHours(-1)) < MostClaimsAnHour;
        AuditTrail.Add(transaction, now, null, "password-forgotten", "account", account?.Id ?? "unknown",
            detail: mails ? "link mailed" : "no mail");
        if (mails)
            await MailClaimAsync(transaction, account!, AccountClaim.Forgotten, now);
    });

    /// <summary>Mails the owner of an account the link by which it starts; part of what an operator does.</summary>
    public async Task StartAsync(Transaction transaction, string accountId, DateTimeOffset now) =>
        await MailClaimAsync(transaction, (await FindAsync(transaction, accountId))!, AccountClaim.Start, now);

    /// <summary>Sets the password through a mailed link.</summary>
    /// <exception cref="RefusedException">
    /// The link is over (claim-over), or the password breaks a rule (password-new).
    /// </exception>
    public async Task ClaimAsync(string token, string password)
    {
        if (await AccountClaim.FindAsync(database, token) is not { } claim || !claim.IsOpen(clock.GetUtcNow()))
            throw ClaimIsOver();
        PasswordRules.Require(password, claim.UserName);
        var hash = Accounts.HashPassword(password);
        await database.WriteAsync(async transaction =>
        {
            if (!await AccountClaim.UseAsync(transaction, claim.TokenHash, clock.GetUtcNow()))
                throw ClaimIsOver();
            var account = (await FindAsync(transaction, claim.AccountId))!;
            if (!accounts.IsWelcome(account))
                throw ClaimIsOver();
            await SetAsync(transaction, account, hash, "password-set-by-link");
        });
    }

    async Task SetAsync(Transaction transaction, Account account, string hash, string action)
    {
        var now = clock.GetUtcNow();
        Accounts.SetPassword(transaction, account.Id, hash, now);
        AuditTrail.Add(transaction, now, account.PersonId, action, "account", account.Id);
        CaseMail.Queue(transaction, now, tools, "password-changed", await Person.GetAsync(transaction, account.PersonId),
            new Dictionary<string, object?> { ["userName"] = account.UserName }, $"password:{Ids.New(now)}");
    }

    async Task MailClaimAsync(Transaction transaction, Account account, string reason, DateTimeOffset now)
    {
        var token = AccountClaim.Create(transaction, account.Id, reason, now);
        var model = new Dictionary<string, object?>
        {
            ["userName"] = account.UserName,
            ["link"] = $"{tools.PublicUrl}/claim/{token}",
            ["days"] = (int)AccountClaim.StartLife.TotalDays,
            ["minutes"] = (int)AccountClaim.ForgottenLife.TotalMinutes,
        };
        CaseMail.Queue(transaction, now, tools, reason == AccountClaim.Start ? "account-start" : "password-forgotten",
            await Person.GetAsync(transaction, account.PersonId), model, $"claim:{Ids.New(now)}");
    }

    Task<Account?> FindAsync(string id) => database.FirstAsync<Account>("select * from accounts where id = @id", new { id });

    static Task<Account?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<Account>("select * from accounts where id = @id", new { id });

    static RefusedException OldIsWrong() => new("password-old",
        "รหัสผ่านเดิมไม่ถูกต้อง หรือบัญชีถูกพักไว้ 15 นาทีหลังใส่รหัสผิด 5 ครั้ง",
        "The old password is wrong, or the account rests for 15 minutes after 5 wrong passwords.");

    static RefusedException ClaimIsOver() => new("claim-over",
        "ลิงก์นี้ใช้ไม่ได้แล้ว อาจใช้ไปแล้ว หมดอายุ หรือมีลิงก์ใหม่กว่านี้ โปรดขอลิงก์ใหม่จากหน้าเข้าสู่ระบบ",
        "This link is over: it was used, it expired, or there is a newer one. Ask for another at the sign-in page.");
}
