using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Publishing;

/// <summary>Tells designers of requests for publication. The links only show; who approves signs in and decides there.</summary>
static class PublicationMail
{
    public static async Task ToOtherDesignersAsync(Transaction transaction, Tools tools, PublicationRequest request,
        DefinitionVersion version, Actor author, DateTimeOffset now)
    {
        var model = Model(tools, request, version, author.Person);
        foreach (var person in await DesignersAsync(transaction, now))
            if (person.Id != author.PersonId)
                CaseMail.Queue(transaction, now, tools, "publication-asked", person, model, $"publication:{request.Id}:asked");
    }

    /// <param name="reason">Why it was refused; null when it was approved.</param>
    public static async Task ToAuthorAsync(Transaction transaction, Tools tools, PublicationRequest request,
        DefinitionVersion version, Actor approver, string? reason, DateTimeOffset now)
    {
        var model = Model(tools, request, version, approver.Person);
        model["approved"] = reason is null;
        model["reason"] = reason;
        CaseMail.Queue(transaction, now, tools, "publication-decided", await Person.GetAsync(transaction, request.AskedBy), model,
            $"publication:{request.Id}:decided");
    }

    static Task<IReadOnlyList<Person>> DesignersAsync(Transaction transaction, DateTimeOffset now) =>
        transaction.QueryAsync<Person>(
        """
        select distinct p.* from people p join memberships m on m.person_id = p.id
        where m.role = 'designer' and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now) order by p.id
        """, new { now });

    static Dictionary<string, object?> Model(Tools tools, PublicationRequest request, DefinitionVersion version, Person by) =>
        new()
        {
            ["name"] = version.Name,
            ["version"] = version.Version,
            ["note"] = request.Note,
            ["byTh"] = by.NameTh,
            ["byEn"] = by.NameEn,
            ["askedTh"] = ThaiDate.WithTime(request.AskedAt),
            ["askedEn"] = ThaiDate.EnglishWithTime(request.AskedAt),
            ["link"] = $"{tools.PublicUrl}/designer/{request.DefinitionId}/versions/{version.Version}",
        };
}
