using System.Globalization;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// One level of an escalation, as a designer writes it in a line: "2 director", "3 coordinator province", "5 director alternate",
/// "8 call" (feature 14). A role is told; an alternate may answer besides; at "call" the case stands on the call list.
/// </summary>
/// <param name="Days">Working days after the deadline, at 08:30.</param>
/// <param name="Place">"own", "province", "district" of the task's organisation, or an organisation's code.</param>
public sealed record EscalationLevel(int Days, string Kind, string? Role, string Place)
{
    public const string HelpThai = "จำนวนวันทำการหลังครบกำหนด แล้วบทบาท เช่น 2 director, 3 coordinator province, "
        + "5 director alternate (ตอบแทนได้), 8 call (รายการโทร)";

    public const string HelpEnglish = "Working days after the deadline, then a role: 2 director, 3 coordinator province, "
        + "5 director alternate (may answer too), 8 call (the call list)";

    public const string Told = "told";
    public const string Alternate = "alternate";
    public const string Call = "call";

    /// <exception cref="FormatException">It isn't such a line.</exception>
    public static EscalationLevel Of(string line) => TryRead(line, out var level)
        ? level
        : throw new FormatException($"'{line}' is not a level of an escalation.");

    public static bool TryRead(string line, out EscalationLevel level)
    {
        level = new(0, Call, null, AskOrganisation.Own);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days is < 1 or > 365)
            return false;
        if (words is [_, Call])
        {
            level = level with { Days = days };
            return true;
        }
        var alternate = words[^1] == Alternate;
        var place = words.Length > (alternate ? 3 : 2) ? words[2] : AskOrganisation.Own;
        if (!Roles.Contains(words[1]) || words.Length > (alternate ? 4 : 3) || alternate && place != AskOrganisation.Own)
            return false;
        level = new(days, alternate ? Alternate : Told, words[1], place);
        return true;
    }

    /// <summary>What is wrong with the lines, for the designer.</summary>
    public static IEnumerable<DefinitionProblem> Problems(IEnumerable<string> lines, bool hasDeadline)
    {
        var wrong = lines.Where(line => !TryRead(line, out _)).ToList();
        foreach (var line in wrong)
            yield return new(
                $"ระดับการยกระดับ '{line}' ต้องเขียนเป็น “วันทำการ บทบาท ที่ไหน” เช่น 2 director หรือ 3 coordinator province "
                + "หรือ 5 director alternate หรือ 8 call",
                $"'{line}' must read like 2 director, 3 coordinator province, 5 director alternate or 8 call", "escalate");
        if (wrong.Count == 0 && lines.Any() && !hasDeadline)
            yield return new("การยกระดับต้องมีกำหนดก่อน", "an escalation needs a deadline", "escalate");
    }

    /// <summary>The organisation whose people the level is about; null where a unit has no such office above it.</summary>
    internal async Task<string?> OrganisationAsync(Transaction transaction, string task) => Place switch
    {
        AskOrganisation.Own => task,
        AskOrganisation.Province => await Organisation.ProvinceOfAsync(transaction, task),
        AskOrganisation.District => await Organisation.DistrictOfAsync(transaction, task),
        _ => Place,
    };

    static readonly IReadOnlyList<string> Roles = [.. People.Role.Deciding, People.Role.Officer, People.Role.Operator];
}
