using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.People;

/// <summary>Which address was probably meant, judged by the domains that the organisations' mail arrives at (dl.go.th).</summary>
public sealed class LikelyAddress(Database database)
{
    const int Most = 20000;

    /// <summary>The domains of all central mailboxes, and the department's.</summary>
    public async Task<IReadOnlyList<string>> DomainsAsync() =>
    [
        .. (await database.QueryAsync<string>("select email from organisations where email <> '' order by code limit @Most",
            new { Most })).Select(email => email.Split('@')[^1].ToLowerInvariant()).Append("dla.go.th").Distinct(),
    ];

    /// <returns>Null when nothing speaks against the address, or whoever typed it says that it is right.</returns>
    public async Task<string?> OfAsync(string? typed, bool isRight) => isRight || string.IsNullOrWhiteSpace(typed)
        ? null
        : AddressTypos.Suggest(typed.Trim(), await DomainsAsync());
}
