using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Sites;

/// <summary>Makes a site for each confirmed sub-unit (C-14); for the others only where the department released them
/// (T19).</summary>
[Described("สร้างไซต์", "Create sites",
    "สร้างไซต์ในระบบใหม่ให้หน่วยงานภายใต้สังกัดที่ยืนยันแล้ว",
    "Makes a site in the new system for each confirmed sub-unit.", ActivityCategory.Cases)]
public sealed class CreateSites : Activity<CreateSites.Values>
{
    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("รวมที่จังหวัดยังไม่ยืนยัน", "Unconfirmed ones too", UiHint = "checkbox",
            HelpThai = "ใช้เฉพาะหลังส่วนกลางสั่งปลดการระงับ สถานะของหน่วยงานยังเป็น “ยังไม่ตรวจ”",
            HelpEnglish = "Only behind an explicit release; the units stay unconfirmed")] bool UnconfirmedToo = false);

    public override string Type => "Gov.CreateSites";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        foreach (var unit in await SubUnit.OfAsync(context.Transaction, OrganisationOf.Code(context)))
            if (unit.State == SubUnitState.Confirmed || (settings.UnconfirmedToo && unit.State != SubUnitState.Disputed))
                await Site.CreateAsync(context.Transaction, unit, unit.State != SubUnitState.Confirmed, settings.Rule,
                    context.Now);
        return ActivityResult.Done;
    }
}
