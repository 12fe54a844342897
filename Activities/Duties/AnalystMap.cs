using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Duties;

/// <summary>
/// Which of a province's analysts looks after which districts (D-11). It is saved as a whole, and only when every district, and
/// those whom the province writes to directly, are covered exactly once (T25).
/// </summary>
public sealed class AnalystMap(Database database, TimeProvider clock)
{
    /// <summary>The provincial administration and the city municipality, which get their letters directly.</summary>
    public const string Direct = "direct";

    /// <param name="sets">Each analyst with their areas.</param>
    /// <exception cref="RefusedException">An area is covered twice or by nobody; all of them are named.</exception>
    public Task SaveAsync(string province, IReadOnlyList<AnalystSet> sets, Actor actor) =>
        database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        if (actor.In(province, Role.Coordinator) is null)
            throw new RefusedException("map-not-yours",
                "เฉพาะผู้ประสานงานของจังหวัดนี้เท่านั้นที่แก้ได้", "Only this province's coordinator can.", "D-11");
        transaction.Lock("select code from organisations where code = @province", new { province });
        var districts = await transaction.QueryAsync<Area>(
            "select code, name_th, name_en from organisations where parent_code = @province and type = 'district' order by code",
                new { province });
        RequireWhole([.. districts, new Area { Code = Direct, NameTh = "อบจ. และเทศบาลนคร", NameEn = "PAO and city" }], sets);
        foreach (var person in sets.Select(set => set.PersonId).Distinct())
            if ((await Membership.OfAsync(transaction, person, now)).All(one => one.OrganisationCode != province))
                throw new RefusedException("not-own-staff", "นักวิเคราะห์ต้องเป็นบุคลากรของจังหวัด",
                    "An analyst is one of the province's staff.", "D-11");
        transaction.Write("delete from analyst_areas where province_code = @province", new { province });
        foreach (var set in sets)
            foreach (var area in set.Areas)
                transaction.Write(
                    """
                    insert into analyst_areas (province_code, area, person_id, saved_by, saved_at)
                    values (@province, @area, @PersonId, @by, @now)
                    """, new { province, area, set.PersonId, by = actor.PersonId, now });
        AuditTrail.Add(transaction, now, actor.PersonId, "analyst-map", "organisation", province, province, "D-11",
            $"{districts.Count} of {districts.Count}");
    });

    static void RequireWhole(IReadOnlyList<Area> areas, IReadOnlyList<AnalystSet> sets)
    {
        var times = sets.SelectMany(set => set.Areas).GroupBy(area => area)
            .ToDictionary(group => group.Key, group => group.Count());
        var none = areas.Where(area => !times.ContainsKey(area.Code)).ToList();
        var twice = areas.Where(area => times.GetValueOrDefault(area.Code) > 1).ToList();
        if (times.Keys.Any(code => areas.All(area => area.Code != code)))
            throw new RefusedException("map-unknown", "มีอำเภอที่ไม่ได้อยู่ในจังหวัดนี้", "An area isn't in this province.",
                "D-11");
        if (none.Count == 0 && twice.Count == 0)
            return;
        var covered = areas.Count - none.Count - twice.Count;
        throw new RefusedException("map-not-whole",
            $"ครอบคลุมถูกต้อง {covered} จาก {areas.Count}" + Named(" ยังไม่มีผู้รับผิดชอบ: ", none, area => area.NameTh)
                + Named(" มีผู้รับผิดชอบซ้ำ: ", twice, area => area.NameTh),
            $"{covered} of {areas.Count} are covered once." + Named(" Nobody covers: ", none, area => area.NameEn)
                + Named(" Covered twice: ", twice, area => area.NameEn), "D-11");
    }

    static string Named(string words, IReadOnlyList<Area> areas, Func<Area, string> name) =>
        areas.Count == 0 ? "" : words + string.Join(", ", areas.Select(name));

    sealed class Area
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }
}

/// <summary>An analyst and their areas: codes of districts, or <see cref="AnalystMap.Direct"/>.</summary>
public sealed record AnalystSet(string PersonId, IReadOnlyList<string> Areas);
