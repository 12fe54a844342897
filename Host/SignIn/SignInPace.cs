using System.Threading.RateLimiting;

namespace WorkflowHost.Web.SignIn;

/// <summary>How often one user name may be tried in a minute, from anywhere; known or not.</summary>
public sealed class SignInPace : IDisposable
{
    const int PerMinute = 10;

    readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(userName =>
        RateLimitPartition.GetFixedWindowLimiter(userName, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = PerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    public bool MayTry(string userName)
    {
        using var lease = limiter.AttemptAcquire(Accounts.Normalise(userName));
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
