namespace WorkflowHost.Web.ThaId;

/// <summary>
/// A proof by ThaID did not come about. The message is for the log and holds neither a token nor a claim; the person is told in
/// words of their own.
/// </summary>
public sealed class ThaIdException(string message, bool isDown = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The provider can't be reached or doesn't answer as it should: nobody's fault, and to be tried again
    /// (T101).</summary>
    public bool IsDown => isDown;
}
