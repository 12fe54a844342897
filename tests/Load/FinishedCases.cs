using System.Text.Json;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Load;

/// <summary>
/// Years of finished cases, four tasks each, written by SQL in one statement a table and batch, and held to every constraint of
/// the schema: a request with its instance, journal, tasks, deadlines, letter, decisions, right, mails and audit trail.
/// </summary>
static class FinishedCases
{
    public const int TasksOfACase = 4;

    const int Batch = 20_000;

    /// <summary>The number of a case as its ids hold it: they sort as they were made.</summary>
    const string Number = "substr(cast(100000000 + c.n as text), 2)";

    /// <summary>The cases of a batch, each with the local government and the person it is about.</summary>
    const string Cases =
        """
         from (with recursive numbers(n) as (select @first union all select n + 1 from numbers where n < @last)
            select n from numbers) c join load_places p on p.n = c.n % @places
        """;

    static readonly string[] Statements =
    [
        $"""
        insert into instances (id, definition_id, version, correlation_id, status, state, created_at, finished_at)
        select 'i' || {Number}, 'bbl-access', 1, 'r' || {Number}, 'Finished', @state, @filed, @over{Cases}
        """,
        $"""
        insert into requests (id, reference, circular_id, instance_id, system, kind, organisation_code, organisation_type, seat,
            person_id, note, filed_by, filed_at, received_at, stage, stage_at, closed_at)
        select 'r' || {Number}, 'OLD-' || {Number}, 'A', 'i' || {Number}, 'BBL', 'new', p.code, p.type, 1, p.person, '',
            p.person, @filed, @filed, 'granted', @over, @over{Cases}
        """,
        .. Enumerable.Range(0, TasksOfACase).Select(stage =>
            $"""
            insert into tasks (id, instance_id, request_id, kind, role, organisation_code, person_id, rule_id, opened_at, due_at,
                reminders, closed_at, closed_by, outcome)
            select 't{stage}' || {Number}, 'i' || {Number}, 'r' || {Number}, {Kind(stage)}, null, 'A-07',
                @filed, @due, 0, @over, {Answerer(stage)}, {Outcome(stage)}{Cases}
            """),
        .. Enumerable.Range(0, TasksOfACase).Select(stage =>
            $"""
            insert into deadlines (id, task_id, stated_by, rule_id, basis, days, due_at, state, closed_at)
            select 'd{stage}' || {Number}, 't{stage}' || {Number}, 'BB', 'A-07', 'working-days', 5, @due, 'met', @over{Cases}
            """),
        .. new[] { 2, 3 }.Select(stage =>
            $"""
            insert into decisions (id, task_id, request_id, stage, answer, reason, by_person, capacity, via, at)
            select 'e{stage}' || {Number}, 't{stage}' || {Number}, 'r' || {Number}, {(stage == 2 ? "'review'" : "'decide'")},
                'Approve', 'เอกสารครบถ้วน', {Answerer(stage)}, 'own', 'page', @over{Cases}
            """),
        $"""
        insert into letters (id, sha256, file_name, media_type, size, pages, organisation_code, letter_number, letter_date,
            addressee, signer_name, signer_capacity, signature_kind, uploaded_by, uploaded_at)
        select 'l' || {Number}, 'f' || {Number}, 'หนังสือ.pdf', 'application/pdf', 12345, 1, p.code, 'ตย 52301/' || c.n, @day,
            'ผู้อำนวยการสำนักงบประมาณ', 'นายประเสริฐ ศรีสุข', 'own', 'scan', p.person, @filed{Cases}
        """,
        $"""
        insert into request_letters (request_id, letter_id, attached_by, attached_at)
        select 'r' || {Number}, 'l' || {Number}, p.person, @filed{Cases}
        """,
        $"""
        insert into rights (id, system, organisation_code, seat, person_id, request_id, decision_id, valid_from, valid_to,
            end_reason, confirmed_at)
        select 'g' || {Number}, 'BBL', p.code, 1, p.person, 'r' || {Number}, 'e3' || {Number}, @over, @over,
            'replaced', @over{Cases}
        """,
        .. new[] { "letter-needed", "please-review", "granted" }.SelectMany(template => new[]
        {
            $"""
            insert into outbox (id, key, channel, recipient, payload, created_at, attempts, done_at)
            select '{template[0]}' || {Number}, 'old:{template}:' || {Number}, 'mail', p.person || @domain, @mail, @filed, 1,
                @over{Cases}
            """,
            $"""
            insert into case_mails (outbox_key, request_id, person_id, template, subject, queued_at, send_at)
            select 'old:{template}:' || {Number}, 'r' || {Number}, p.person, '{template}', @subject, @filed, @filed{Cases}
            """,
        }),
        .. new[] { "request-filed", "letter-attached", "decided", "right-granted" }.Select(action =>
            $"""
            insert into audit (at, by_person, action, subject, subject_id, organisation_code, rule_id)
            select @filed, p.person, '{action}', 'request', 'r' || {Number}, p.code, 'A-07'{Cases}
            """),
        .. Enumerable.Range(1, 8).Select(step =>
            $"""
            insert into journal (instance_id, sequence, at, node_id, event, outcome, by_whom)
            select 'i' || {Number}, {step}, @filed, 'root:step{step}', 'Completed', 'Done', p.person{Cases}
            """),
    ];

    public static string RequestId(int number) => $"r{number:00000000}";

    public static string DecidedTaskId(int number) => $"t3{number:00000000}";

    /// <summary>Fills the store; the case of number 0 is the oldest.</summary>
    /// <param name="mail">What a mail's row holds.</param>
    public static async Task FillAsync(Database database, int cases, string mail, DateTimeOffset now)
    {
        var places = await PlacesAsync(database);
        var subject = JsonSerializer.Deserialize<OutgoingMail>(mail, JsonSerializerOptions.Web)!.Subject;
        for (var first = 0; first < cases; first += Batch)
        {
            // As if the last years had been equally busy.
            var filed = now.AddDays(-30 - 1_000d * (cases - first) / cases);
            var values = new
            {
                first,
                last = Math.Min(first + Batch, cases) - 1,
                places,
                filed,
                due = filed.AddDays(7),
                over = filed.AddDays(5),
                day = DateOnly.FromDateTime(filed.UtcDateTime),
                state = """{"variables":{},"scopes":{},"steps":0}""",
                mail,
                subject,
                domain = "@torture.example",
            };
            await database.WriteAsync(transaction =>
            {
                foreach (var statement in Statements)
                    transaction.Write(statement, values);
                return Task.CompletedTask;
            });
        }
        await database.WriteAsync(transaction => transaction.ExecuteAsync("drop table load_places", new { }));
        // As PostgreSQL's autovacuum does after a while; nobody waits for it here, and SQLite does without.
        if (database.Dialect == "postgres")
            await database.WriteAsync(transaction => transaction.ExecuteAsync("analyze", new { }));
    }

    static Task<long> PlacesAsync(Database database) => database.WriteAsync(async transaction =>
    {
        await transaction.ExecuteAsync(
            "create table load_places (n bigint primary key, code text not null, type text not null, person text not null)",
            new { });
        await transaction.ExecuteAsync(
            """
            insert into load_places (n, code, type, person)
            select row_number() over (order by o.code) - 1, o.code, o.type, min(m.person_id)
            from organisations o join memberships m on m.organisation_code = o.code and m.role = 'officer'
            where o.code not like @demo group by o.code, o.type
            """, new { demo = DemoData.Tambon[..4] + "%" });
        return await transaction.FirstAsync<long>("select count(*) from load_places", new { });
    });

    static string Kind(int stage) => stage switch
    {
        0 => "'prove-identity', 'officer', p.code",
        1 => "'letter', 'clerk', p.code",
        2 => "'review', 'reviewer', 'BB'",
        _ => "'decide', 'director', 'BB'",
    };

    static string Answerer(int stage) => stage switch { 2 => "'t-reviewer0'", 3 => "'t-director0'", _ => "p.person" };

    static string Outcome(int stage) => stage switch { 0 => "'Prove'", 1 => "'Attach'", _ => "'Approve'" };
}
