using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Tasks;

/// <summary>What is wrong with the settings of <see cref="AskOrganisation"/> beyond what their types say.</summary>
static class AskProblems
{
    static readonly string[] Taken =
        [AskOrganisation.Refuse, AskOrganisation.Refused, AskOrganisation.Overdue, "Due", "Cancelled"];

    public static IEnumerable<DefinitionProblem> Of(AskOrganisation.Values values, CircularCatalogue circulars)
    {
        if (values.Roles is not { Count: > 0 })
            yield return new("ยังไม่ได้เลือกบทบาทที่ตอบได้", "names no role that may answer", "roles");
        foreach (var line in (values.Answers ?? []).Where(line => AskedAnswer.Parse(line) is null))
            yield return new($"คำตอบ '{line}' ควรเขียนเช่น Done=ดำเนินการแล้ว|Done",
                $"'{line}' should read like Done=ดำเนินการแล้ว|Done", "answers");
        foreach (var name in values.Asked.Where(answer => answer.Name != AskOrganisation.Refuse).Select(answer => answer.Name)
            .Where(name => Taken.Contains(name)))
            yield return new($"ชื่อคำตอบ '{name}' สงวนไว้ โปรดใช้ชื่ออื่น", $"'{name}' is taken; give the answer another name",
                "answers");
        foreach (var twice in values.Asked.GroupBy(answer => answer.Name).Where(group => group.Count() > 1))
            yield return new($"คำตอบ '{twice.Key}' ซ้ำกัน", $"has the answer '{twice.Key}' twice", "answers");
        foreach (var key in CircularDay.KeysIn(values.Instructions + values.InstructionsEn)
            .Where(key => !CircularDay.MayExist(circulars, key)))
            yield return new($"หนังสือเวียนไม่มีวัน '{key}'", $"the circular states no date '{key}'", "instructions");
        foreach (var problem in OfDays(values, circulars))
            yield return problem;
    }

    static IEnumerable<DefinitionProblem> OfDays(AskOrganisation.Values values, CircularCatalogue circulars)
    {
        var hasDate = values.DueDate.Length > 0;
        if (hasDate && values.DueWorkingDays > 0)
            yield return new("กำหนดได้อย่างเดียว: จำนวนวันทำการ หรือวันของหนังสือเวียน",
                "has two deadlines; keep the working days or the circular's date", "dueDate");
        if (hasDate && values.DueDate != CircularDay.OfTheSending && !CircularDay.MayExist(circulars, values.DueDate))
            yield return new($"หนังสือเวียนไม่มีวัน '{values.DueDate}'", $"the circular states no date '{values.DueDate}'",
                "dueDate");
        if (!hasDate && values.DueWorkingDays == 0 && values.GoesOnWhenOverdue)
            yield return new("จะเดินต่อเมื่อเลยกำหนดได้ ต้องมีกำหนด", "goes on when overdue, but has no deadline",
                "goesOnWhenOverdue");
        if (!hasDate && values.DueWorkingDays == 0 && values.RemindWorkingDaysBefore.Count > 0)
            yield return new("จะเตือนก่อนครบกำหนดได้ ต้องมีกำหนด", "reminds before a deadline it doesn't have", "remindBefore");
    }
}
