using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Demo;

/// <summary>
/// Circular C in the demo province: a city whose list is half checked, and two sites that wait to be claimed. Its links are sent
/// from the page of claims, and read in the trial mailbox.
/// </summary>
static class OnboardingDemo
{
    public const string Person = "นางสมใจ รักเรียน";

    static readonly (string Code, string Name, string Kind, string State, string Reason)[] Units =
    [
        ("0101", "โรงเรียนเทศบาล ๑ (ลองดู)", "school", SubUnitState.Confirmed, ""),
        ("0102", "ศูนย์พัฒนาเด็กเล็กตะวันยิ้ม", "childcare", SubUnitState.Confirmed, ""),
        ("0103", "โรงเรียนเทศบาล ๒ (ใบชา)", "school", SubUnitState.Unchecked, ""),
        ("0104", "สถานธนานุบาลเทศบาลนครตัวอย่าง", "pawnshop", SubUnitState.Corrected, ""),
        ("0105", "โรงเรียนเทศบาล ๓ (เมฆขาว)", "school", SubUnitState.Disputed,
            "ยุบรวมกับโรงเรียนเทศบาล ๒ แล้วหรือไม่ โปรดตรวจสอบ"),
    ];

    public static async Task LoadAsync(Transaction transaction, DateTimeOffset now)
    {
        foreach (var (code, name, kind, state, reason) in Units)
        {
            var unit = new SubUnit
            {
                Id = $"demo-unit-{code}",
                OrganisationCode = DemoData.City,
                Code = code,
                NameTh = name,
                Kind = kind,
                PersonName = state == SubUnitState.Confirmed ? Person : "",
                State = state,
                AddedAt = now,
                AddedBy = "city-officer",
            };
            unit.Insert(transaction);
            transaction.Write("update sub_units set state_reason = @reason where id = @Id", new { reason, unit.Id });
            if (state == SubUnitState.Confirmed)
                await Site.CreateAsync(transaction, unit, released: false, "C-14", now);
        }
        transaction.Write("update sites set linked_at = @now where organisation_code = @City", new { now, DemoData.City });
    }
}
