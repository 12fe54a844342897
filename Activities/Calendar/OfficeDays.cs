using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// The days on which one office differs from all others: closed for itself (a local festival, a flood), or open on a day off. The
/// deadlines of its own tasks count by them; a closed day moves those that run, and <see cref="PreviewAsync"/> shows which.
/// </summary>
public sealed class OfficeDays(Database database, OfficeCalendar calendar, TimeProvider clock)
{
    /// <summary>What adding the day would move; writes nothing. A day on which the office opens moves nothing.</summary>
    /// <exception cref="RefusedException">As in <see cref="AddAsync"/>.</exception>
    public async Task<HolidayEffect> PreviewAsync(string office, DateOnly day, string nameTh, bool isOpen, Actor actor)
    {
        Require(day, nameTh, actor);
        await RequireNewAsync(office, day);
        var current = await OfficeCalendar.ReadAsync(database);
        return isOpen
            ? new HolidayEffect(day, current.For(office).IsWorkingDay(day), new Dictionary<string, int>(), [])
            : await HolidayEffect.OfAsync(database, current, day, clock.GetUtcNow(), office);
    }

    /// <exception cref="RefusedException">
    /// Not an operator, no such office, no reason, a day gone by, or a day the office has already.
    /// </exception>
    public async Task AddAsync(string office, DateOnly day, string nameTh, string nameEn, bool isOpen, Actor actor)
    {
        Require(day, nameTh, actor);
        await RequireNewAsync(office, day);
        await database.WriteAsync(async transaction =>
        {
            if (await transaction.ExecuteAsync(
                """
                insert into office_days (organisation_code, day, is_open, name_th, name_en)
                values (@office, @day, @open, @nameTh, @nameEn) on conflict (organisation_code, day) do nothing
                """, new { office, day, open = isOpen ? 1 : 0, nameTh = nameTh.Trim(), nameEn = nameEn.Trim() }) == 0)
                throw Known(day);
            if (!isOpen)
                HolidayMoves.Add(transaction, day, $"{nameTh.Trim()} {ThaiDate.PageForm(day)}", actor.PersonId,
                    clock.GetUtcNow(), office);
            AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, isOpen ? "office-opens" : "office-closes", "holiday",
                day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), office, detail: nameTh);
        });
        await calendar.ReloadAsync(database);
    }

    async Task RequireNewAsync(string office, DateOnly day)
    {
        if (await database.FirstAsync<Organisation>("select * from organisations where code = @office", new { office }) is null)
            throw new RefusedException("no-office", "ไม่พบหน่วยงานรหัสนี้", "There is no organisation with this code.");
        if (await database.FirstAsync<long>(
            "select count(*) from office_days where organisation_code = @office and day = @day", new { office, day }) > 0)
            throw Known(day);
    }

    static RefusedException Known(DateOnly day) => new("day-known",
        $"หน่วยงานนี้มีวันที่ {ThaiDate.PageForm(day)} ในรายการแล้ว",
        $"The office has {ThaiDate.English(day)} in its list already.");

    void Require(DateOnly day, string nameTh, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException("operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่เพิ่มวันของหน่วยงานได้",
                "Only an operator can add an office's days.");
        if (string.IsNullOrWhiteSpace(nameTh))
            throw new RefusedException("name-needed", "โปรดกรอกเหตุผลหรือชื่อวันภาษาไทย", "Enter the reason in Thai.");
        if (day < ThaiDate.BangkokDate(clock.GetUtcNow()))
            throw new RefusedException("day-gone",
                $"วันที่ {ThaiDate.PageForm(day)} ผ่านไปแล้ว เพิ่มได้ตั้งแต่วันนี้เป็นต้นไป",
                $"{ThaiDate.English(day)} has gone by.");
    }
}
