using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// Adds the holidays that the cabinet announces. Deadlines that were set stay; what is counted from now on knows the day.
/// </summary>
public sealed class HolidayList(Database database, OfficeCalendar calendar, TimeProvider clock)
{
    /// <exception cref="RefusedException">
    /// Not an operator, no name, a day gone by, or a day that is a holiday already.
    /// </exception>
    public async Task AddAsync(DateOnly day, string nameTh, string nameEn, bool officesClosed, Actor actor)
    {
        Require(day, nameTh, actor);
        await database.WriteAsync(async transaction =>
        {
            var added = await transaction.ExecuteAsync(
                """
                insert into holidays (day, name_th, name_en, offices_closed) values (@day, @nameTh, @nameEn, @closed)
                on conflict (day) do nothing
                """, new { day, nameTh = nameTh.Trim(), nameEn = nameEn.Trim(), closed = officesClosed ? 1 : 0 });
            if (added == 0)
                throw new RefusedException("holiday-known",
                    $"วันที่ {ThaiDate.PageForm(day)} เป็นวันหยุดในระบบแล้ว", $"{ThaiDate.English(day)} is in the list already.");
            AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "holiday-added", "holiday",
                day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), detail: nameTh);
        });
        await calendar.ReloadAsync(database);
    }

    void Require(DateOnly day, string nameTh, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException(
                "operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่เพิ่มวันหยุดได้", "Only an operator can add holidays.");
        if (string.IsNullOrWhiteSpace(nameTh))
            throw new RefusedException("name-needed", "โปรดกรอกชื่อวันหยุดภาษาไทย", "Enter the holiday's Thai name.");
        if (day < ThaiDate.BangkokDate(clock.GetUtcNow()))
            throw new RefusedException("day-gone",
                $"วันที่ {ThaiDate.PageForm(day)} ผ่านไปแล้ว เพิ่มได้ตั้งแต่วันนี้เป็นต้นไป ตรวจว่าปีเป็น พ.ศ. หรือ ค.ศ. ถูกต้อง",
                $"{ThaiDate.English(day)} has gone by; days from today on can be added. Check the year.");
    }
}
