using WorkflowHost.Engine;

namespace WorkflowHost.Tests.Publishing;

/// <summary>What a deed is refused with.</summary>
static class Refusals
{
    public static async Task<RefusedException> RefusalAsync(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            return refusal;
        }
        throw new AssertionException("Nothing was refused.");
    }

    public static async Task<string?> CodeAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            return null;
        }
        catch (RefusedException refusal)
        {
            return refusal.Code;
        }
    }
}
