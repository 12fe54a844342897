using System.Text.Json;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Sites;

/// <summary>A province that was silent until its day, with how many of its local governments wait.</summary>
public sealed class HeldProvince
{
    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public long Waiting { get; init; }
}

/// <summary>
/// The department's explicit decision on a silent province (T19): answers the waiting task of each of its local governments,
/// one transaction each. A second try goes on where the first stopped.
/// </summary>
public sealed class SiteRelease(Database database, WorkflowRuntime runtime)
{
    // The open tasks of one province p, by its organisations; the words of the partial index tasks_held.
    const string OfProvince =
        """
        from organisations o join tasks t on t.about_code = o.code
        where o.province_code = p.province_code
            and t.organisation_code = 'DLA' and t.rule_id = 'C-12' and t.closed_at is null
        """;

    /// <summary>Provinces with something held, by code after <paramref name="after"/>; each is counted by itself.</summary>
    public Task<IReadOnlyList<HeldProvince>> HeldAsync(string after = "", int take = 20) => database.QueryAsync<HeldProvince>(
        $"""
        select p.code, p.name_th, p.name_en, (select count(*) {OfProvince}) as waiting from organisations p
        where p.type = 'province' and p.code > @after and exists (select 1 {OfProvince}) order by p.code limit @take
        """, new { after, take });

    /// <returns>How many local governments went on.</returns>
    /// <exception cref="RefusedException">Not the department, no reason, or nothing of that province is held.</exception>
    public async Task<int> ReleaseAsync(string province, string reason, Actor actor)
    {
        if (!SubUnitAuthority.IsDepartment(actor))
            throw SubUnitRefusals.DepartmentOnly();
        var data = JsonSerializer.Serialize(new { reason = SubUnitRefusals.Reason(reason), via = "page" },
            JsonSerializerOptions.Web);
        var tasks = await database.QueryAsync<string>(
            """
            select t.id from organisations p join organisations o on o.province_code = p.province_code
                join tasks t on t.about_code = o.code
            where p.code = @province and p.type = 'province'
                and t.organisation_code = 'DLA' and t.rule_id = 'C-12' and t.closed_at is null
            order by t.id
            """, new { province });
        if (tasks.Count == 0)
            throw new RefusedException("nothing-held", "จังหวัดนี้ไม่มีรายการที่ถูกระงับแล้ว",
                "Nothing of this province is held any more.");
        var released = 0;
        foreach (var task in tasks)
            switch (await runtime.ResumeAsync(task, new Stimulus("Release", actor.PersonId, data)))
            {
                case StepResult.Moved:
                    released++;
                    break;
                case StepResult.Refused refused:
                    throw refused.Reason;
            }
        return released;
    }
}
