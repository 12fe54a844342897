using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// Finds the sealed id of a person or a roster line and opens it once for who may read it (T95): the same form doesn't open it
/// twice, so that each look has a reason of its own in the log.
/// </summary>
public sealed class CitizenIdReveals(Database database, CitizenIds vault, TimeProvider clock)
{
    public const string PersonSubject = "person";
    public const string RosterLineSubject = "roster-line";

    /// <param name="formKey">Made anew each time the form is shown.</param>
    /// <exception cref="RefusedException">Not there for them, no reason, or shown already.</exception>
    public async Task<CitizenId> ShowAsync(string formKey, string subject, string subjectId, string reason, Actor actor)
    {
        var found = await FindAsync(subject, subjectId, actor) ?? throw new RefusedException("no-such-id",
            "ไม่พบเลขประจำตัวนี้ในหน่วยงานที่ท่านเปิดดูได้", "There is no such id in the organisations you may read.");
        CitizenIds.RequireReason(reason);
        if (await database.WriteAsync(transaction => transaction.ExecuteAsync(
            "insert into citizen_id_reveals (form_key, by_person, at) values (@formKey, @PersonId, @now) on conflict do nothing",
            new { formKey, actor.PersonId, now = clock.GetUtcNow() })) == 0)
            throw new RefusedException("shown-already",
                "เลขนี้แสดงไปแล้วหนึ่งครั้ง หากต้องดูอีก โปรดเปิดหน้าใหม่และระบุเหตุผลอีกครั้ง",
                "It was shown once. To see it again open the page anew and say why again.");
        return await vault.RevealAsync(found.Text, subject, subjectId, found.OrganisationCode, reason, actor);
    }

    async Task<Sealed?> FindAsync(string subject, string subjectId, Actor actor)
    {
        var rows = await database.QueryAsync<Sealed>(subject == RosterLineSubject
            ? """
              select l.citizen_sealed as text, l.office_code as organisation_code, o.path
              from roster_lines l join organisations o on o.code = l.office_code where l.id = @subjectId
              """
            : """
              select c.sealed as text, m.organisation_code, o.path from citizen_ids c
              join memberships m on m.person_id = c.person_id join organisations o on o.code = m.organisation_code
              where c.person_id = @subjectId order by m.organisation_code
              """, new { subjectId });
        return rows.FirstOrDefault(row => actor.Memberships.Any(membership => membership.Role == Role.IdReader
            && row.Path.StartsWith(membership.Path, StringComparison.Ordinal)));
    }

    sealed class Sealed
    {
        public string OrganisationCode { get; init; } = "";
        public string Path { get; init; } = "";
        public string Text { get; init; } = "";
    }
}
