using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>
/// Finds requests <c>r</c> by what somebody typed: a reference or how it begins, a name of an organisation <c>o</c> or of a
/// person <c>p</c>. Names are looked for where there are thousands, so that requests, of which there are millions, are found by
/// an index.
/// </summary>
public sealed class RequestSearch(Database database)
{
    /// <summary>A name that so many bear is met soon when requests are read newest first.</summary>
    const int Many = 300;

    const string Office = "(lower(o.name_th) like @text escape '!' or lower(o.name_en) like @text escape '!')";

    const string Person =
        "(p.given_name_th || ' ' || p.family_name_th like @text escape '!' or lower(p.name_en) like @text escape '!')";

    /// <summary>A condition, and its arguments.</summary>
    public async Task<string> ConditionAsync(string typed, Dictionary<string, object?> arguments)
    {
        if (Reference.Read(typed) is { } reference)
        {
            arguments["reference"] = reference;
            return "r.reference = @reference";
        }
        var beginning = ThaiText.Normalise(typed).ToUpperInvariant();
        (arguments["text"], arguments["from"], arguments["to"]) = (LikeText.Containing(typed), beginning, beginning + "~");
        var offices = await NamesAsync("select o.code from organisations o where " + Office, arguments);
        var people = await NamesAsync("select p.id from people p where " + Person, arguments);
        if (offices.Count == Many || people.Count == Many)
            return $"({Office} or {Person} or r.reference >= @from and r.reference < @to)";
        (arguments["offices"], arguments["people"]) = (offices, people);
        return
            """
            r.id in (select id from requests where organisation_code in @offices
                union select id from requests where person_id in @people
                union select id from requests where reference >= @from and reference < @to)
            """;
    }

    Task<IReadOnlyList<string>> NamesAsync(string query, Dictionary<string, object?> arguments) =>
        database.QueryAsync<string>($"{query} limit {Many}", arguments);
}
