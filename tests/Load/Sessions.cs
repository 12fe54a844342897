using System.Net;
using WorkflowHost.Tests.Torture;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Load;

/// <summary>A person who has signed in at the host, as wrk sends them: a Cookie header, and the token that forms carry.</summary>
sealed record Session(string Cookie, string Token)
{
    /// <param name="page">A page of theirs that holds a form.</param>
    public static async Task<Session> BeginAsync(string address, string userName, string page)
    {
        var cookies = new CookieContainer();
        using var visitor = new Visitor(address, cookies) { Patience = TimeSpan.FromSeconds(60) };
        var answer = await visitor.PostAsync("/sign-in", new { UserName = userName, TortureTown.Password });
        if (answer.Status != 302)
            throw new InvalidOperationException($"{userName} could not sign in: {answer.Status} {answer.Text}");
        var token = (await visitor.GetAsync(page)).FormToken
            ?? throw new InvalidOperationException($"{page} of {userName} has no form.");
        return new Session(cookies.GetCookieHeader(new Uri(address)), Uri.EscapeDataString(token));
    }

    public string Get(string path) => $"GET\t{path}\t{Cookie}\t";

    public string Post(string path, string form) => $"POST\t{path}\t{Cookie}\t{form}&__RequestVerificationToken={Token}";
}
