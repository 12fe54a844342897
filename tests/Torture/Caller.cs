using System.Net;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Torture;

/// <summary>What a host said, in the end.</summary>
/// <param name="Doubtful">An earlier try got no answer: it may have been carried out nevertheless.</param>
sealed record Said(Visitor.Answer Answer, bool Doubtful)
{
    public int Status => Answer.Status;
}

/// <summary>
/// Somebody who calls the API of whichever host answers, and does not give up: a call that got no answer is repeated at
/// another host, as a proxy and a patient person would.
/// </summary>
sealed class Caller(string userName, IReadOnlyList<TorturedHost> hosts, Ledger ledger, Random random)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly CookieContainer cookies = new();
    bool signedIn;

    /// <exception cref="TimeoutException">No host answered for three minutes.</exception>
    public async Task<Said> SayAsync(Func<HttpRequestMessage> call)
    {
        var doubtful = false;
        var since = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(Pause);
        while (TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            if (await TryAsync(call) is { } answer)
                return new Said(answer, doubtful);
            doubtful = true;
            await pause.WaitForNextTickAsync();
        }
        throw new TimeoutException($"No host answered {userName} for {Patience}.");
    }

    /// <summary>Null when it is not known what became of it.</summary>
    public async Task<Visitor.Answer?> TryAsync(Func<HttpRequestMessage> call)
    {
        var ready = hosts.Where(host => host.IsReady).ToList();
        if (ready.Count == 0)
            return null;
        var host = ready[random.Next(ready.Count)];
        using var visitor = new Visitor(host.Address, cookies) { Patience = TimeSpan.FromSeconds(20) };
        try
        {
            if (!signedIn)
                signedIn = (
                    await visitor.PostAsync(
                        "/sign-in", new { UserName = userName, Password = TortureTown.Password })).Status == 302;
            if (!signedIn)
                return null;
            using var request = call();
            request.Headers.Add("X-WorkflowHost", "torture");
            var answer = await visitor.SendAsync(request);
            if (answer.Status == 401)
            {
                ledger.Problem($"{userName} was signed out.");
                signedIn = false;
            }
            if (answer.Status is not (401 or 429 or >= 500))
                return answer;
            ledger.Remark($"{request.RequestUri} was answered {answer.Status} by {host.Address}: {answer.Html}");
            return Unanswered($"calls answered {answer.Status}");
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException or IOException)
        {
            return Unanswered("calls without an answer");
        }
    }

    Visitor.Answer? Unanswered(string what)
    {
        ledger.Count(what);
        return null;
    }
}
