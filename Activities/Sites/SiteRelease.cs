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
    const string Waiting =
        """
        from tasks t join organisations o on o.code = t.about_code
            join organisations p on p.type = 'province' and p.province_code = o.province_code
        where t.organisation_code = 'DLA' and t.closed_at is null and t.rule_id = 'C-12'
        """;

    public Task<IReadOnlyList<HeldProvince>> HeldAsync() => database.QueryAsync<HeldProvince>(
        $"select p.code, p.name_th, p.name_en, count(*) as waiting {Waiting} "
        + "group by p.code, p.name_th, p.name_en order by p.code");

    /// <returns>How many local governments went on.</returns>
    /// <exception cref="RefusedException">Not the department, no reason, or nothing of that province is held.</exception>
    public async Task<int> ReleaseAsync(string province, string reason, Actor actor)
    {
        if (!SubUnitAuthority.IsDepartment(actor))
            throw SubUnitRefusals.DepartmentOnly();
        var data = JsonSerializer.Serialize(new { reason = SubUnitRefusals.Reason(reason), via = "page" },
            JsonSerializerOptions.Web);
        var tasks = await database.QueryAsync<string>($"select t.id {Waiting} and p.code = @province order by t.id",
            new { province });
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
