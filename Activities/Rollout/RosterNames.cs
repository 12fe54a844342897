using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>The names of one office on the roster, to choose from: who goes to the training (E-06).</summary>
public static class RosterNames
{
    const string Query =
        """
        select * from roster_lines where office_code = @office and removed_at is null order by given_name_th, id
        """;

    public static async Task<IReadOnlyList<string>> OfAsync(Database database, string office) =>
        [.. (await database.QueryAsync<RosterLine>(Query, new { office })).Select(line => line.NameTh)];

    /// <exception cref="RefusedException">The office has names, and this isn't one of them.</exception>
    internal static async Task RequireAsync(Transaction transaction, string office, string name, string rule)
    {
        var names = (await transaction.QueryAsync<RosterLine>(Query, new { office })).Select(line => line.NameTh).ToList();
        if (names.Count > 0 && !names.Contains(name.Trim()))
            throw new RefusedException("evidence-needed",
                "โปรดเลือกผู้เข้าอบรมจากบัญชีรายชื่อของหน่วยงาน หากเป็นผู้อื่น ให้เพิ่มชื่อในบัญชีรายชื่อก่อน",
                "Choose somebody on the office's roster; if it was somebody else, add them to the roster first.", rule);
    }
}
