using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>What the health page shows, each by an index.</summary>
public sealed class OperationsNumbers(Database database, TimeProvider clock)
{
    const int MostRows = 50;

    /// <summary>What comes next by the calendar.</summary>
    public async Task<CalendarRow> CalendarAsync() => (await database.FirstAsync<CalendarRow>(
        """
        select (select min(due_at) from bookmarks where due_at > @now) as next_due,
            (select opened_at from reviews order by id desc limit 1) as last_review,
            (select min(review_on) from rights where valid_to is null and review_on is not null) as next_review
        """, new { now = clock.GetUtcNow() }))!;

    public Task<IReadOnlyList<Failed>> FailedAsync() => database.QueryAsync<Failed>(
        """
        select id, channel, recipient, attempts, failed_at, last_error from outbox
        where failed_at is not null order by failed_at desc limit @MostRows
        """, new { MostRows });

    /// <summary>Open incidents that say the same.</summary>
    public Task<IReadOnlyList<Group>> GroupsAsync() => database.QueryAsync<Group>(
        """
        select message, count(*) as number, min(created_at) as first_at, max(created_at) as last_at, min(id) as any_id
        from incidents where resolved_at is null group by message order by count(*) desc, min(id) limit @MostRows
        """, new { MostRows });

    public Task<IReadOnlyList<Concerned>> ConcernedAsync(string message) => database.QueryAsync<Concerned>(
        """
        select i.id, i.instance_id, i.created_at, d.definition_id, r.id as request_id, r.reference, o.name_th, o.name_en
        from incidents i join instances d on d.id = i.instance_id
        left join requests r on r.instance_id = i.instance_id
        left join rights g on g.id = d.correlation_id
        left join organisations o on o.code = coalesce(r.organisation_code, g.organisation_code)
        where i.resolved_at is null and i.message = @message order by i.created_at limit @MostRows
        """, new { message, MostRows });

    public Task<IReadOnlyList<Definition>> DefinitionsAsync() => database.QueryAsync<Definition>(
        """
        select d.definition_id, d.version, d.name, d.published_at,
            (select count(*) from instances i where i.definition_id = d.definition_id and i.version = d.version
                and i.status = 'Suspended') as waiting,
            (select count(*) from instances i where i.definition_id = d.definition_id and i.version = d.version
                and i.status = 'Faulted') as faulted
        from definitions d order by d.definition_id, d.version desc
        """);

    public sealed class CalendarRow
    {
        public DateTimeOffset? NextDue { get; init; }
        public DateTimeOffset? LastReview { get; init; }
        public DateOnly? NextReview { get; init; }
    }

    public sealed class Failed
    {
        public string Id { get; init; } = "";
        public string Channel { get; init; } = "";
        public string Recipient { get; init; } = "";
        public long Attempts { get; init; }
        public DateTimeOffset FailedAt { get; init; }
        public string? LastError { get; init; }
    }

    public sealed class Group
    {
        public string Message { get; init; } = "";
        public long Number { get; init; }
        public DateTimeOffset FirstAt { get; init; }
        public DateTimeOffset LastAt { get; init; }

        /// <summary>One of them, by which a form names the group.</summary>
        public string AnyId { get; init; } = "";

        public IReadOnlyList<Concerned> Concerned { get; set; } = [];
    }

    public sealed class Concerned
    {
        public string Id { get; init; } = "";
        public string InstanceId { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public string DefinitionId { get; init; } = "";
        public string? RequestId { get; init; }
        public string? Reference { get; init; }
        public string? NameTh { get; init; }
        public string? NameEn { get; init; }
    }

    public sealed class Definition
    {
        public string DefinitionId { get; init; } = "";
        public long Version { get; init; }
        public string Name { get; init; } = "";
        public DateTimeOffset? PublishedAt { get; init; }
        public long Waiting { get; init; }
        public long Faulted { get; init; }
    }
}
