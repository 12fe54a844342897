using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Limits what a page reads to what its visitor may look at; what lies outside is not there (T11, T100).</summary>
public sealed class InScope(Database database, CurrentActor current, TimeProvider clock)
{
    /// <summary>A condition on an organisation's path. Ranges instead of "like", so that the index serves them.</summary>
    public static string Where(Actor actor, string path, Dictionary<string, object?> arguments)
    {
        if (actor.SeesTheCountry)
            return "1 = 1";
        if (actor.Scope.Count == 0)
            return "1 = 0";
        return "(" + string.Join(" or ", actor.Scope.Select((prefix, index) =>
        {
            // Codes hold no sign between '/' and '0', which follows it.
            (arguments[$"from{index}"], arguments[$"to{index}"]) = (prefix, prefix.TrimEnd('/') + "0");
            return $"({path} >= @from{index} and {path} < @to{index})";
        })) + ")";
    }

    /// <summary>
    /// A condition on organisations <c>o</c> in the visitor's scope: of the types <c>@types</c>, by their code after the page
    /// before, and with a text in name or code.
    /// </summary>
    public static string Organisations(Actor actor, string? after, string? text, Dictionary<string, object?> arguments)
    {
        List<string> all = [Where(actor, "o.path", arguments), "o.type in @types"];
        if (!string.IsNullOrEmpty(after))
        {
            all.Add("o.code > @after");
            arguments["after"] = after;
        }
        if (!string.IsNullOrWhiteSpace(text))
        {
            all.Add("(o.name_th like @text escape '!' or lower(o.name_en) like @text escape '!' "
                + "or o.code like @text escape '!')");
            arguments["text"] = LikeText.Containing(text);
        }
        return string.Join(" and ", all);
    }

    /// <summary>Whether the visitor may look at it. A guessed address of somebody else's is written down.</summary>
    public async Task<bool> HoldsAsync(string path, string subject, string id, string organisation)
    {
        if (current.Actor.MaySee(path))
            return true;
        await database.WriteAsync(transaction =>
        {
            AuditTrail.Add(transaction, clock.GetUtcNow(), current.Actor.PersonId, "outside-scope", subject, id, organisation);
            return Task.CompletedTask;
        });
        return false;
    }
}
