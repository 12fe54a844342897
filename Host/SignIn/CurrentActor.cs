using WorkflowHost.Activities.People;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// Who sent this request, with what they are today; read once a request, so that a role that ended a minute ago is gone.
/// </summary>
public sealed class CurrentActor
{
    Actor? actor;

    public bool IsSignedIn => actor is not null;

    /// <summary>The signed-in person.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page was marked as open to all.</exception>
    public Actor Actor => actor ?? throw new InvalidOperationException(
        "Nobody is signed in. A page that is open to all asks IsSignedIn first.");

    /// <summary>The signed-in person, or null on a page that is open to all.</summary>
    public Actor? OrNobody => actor;

    internal void Set(Actor found) => actor = found;
}
