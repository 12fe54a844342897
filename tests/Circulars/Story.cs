using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Circulars;

/// <summary>
/// Tells what happened in a world as a civil servant would check it: each day with its deeds and mails. The telling is
/// compared with an approved text beside the test; a difference is written to <c>*.received.txt</c> for a person to read.
/// </summary>
static partial class Story
{
    /// <param name="organisation">Whose story it is.</param>
    public static async Task ShouldBeApprovedAsync(World world, string name, string organisation, [CallerFilePath] string test = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(test)!, "Stories");
        var approved = Path.Combine(folder, name + ".approved.txt");
        var received = Path.Combine(folder, name + ".received.txt");
        var told = await TellAsync(world, organisation);
        if (File.Exists(approved) && (await File.ReadAllTextAsync(approved)).ReplaceLineEndings("\n") == told)
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(received, told);
        Assert.Fail($"The story '{name}' is told differently now. Read {name}.received.txt; if it is right, rename it to .approved.txt.\n\n{told}");
    }

    static async Task<string> TellAsync(World world, string organisation)
    {
        var deeds = await world.Database.QueryAsync<Line>(
            """
            select a.at, a.id as sequence, a.action as what, coalesce(p.title_th || p.given_name_th || ' ' || p.family_name_th, 'ระบบ') as who,
                a.rule_id as rule, coalesce(a.detail, '') as detail
            from audit a left join people p on p.id = a.by_person
            where a.organisation_code = @organisation order by a.id
            """, new { organisation });
        var mails = await world.Database.QueryAsync<Line>(
            """
            select m.send_at as at, 0 as sequence, m.template as what, coalesce(p.title_th || p.given_name_th || ' ' || p.family_name_th,
                case when m.person_id like 'mailbox-%' then 'อีเมลกลาง' else 'ผู้รับบัญชี' end) as who,
                null as rule, o.payload as detail
            from case_mails m join outbox o on o.key = m.outbox_key left join people p on p.id = m.person_id
                left join requests q on q.id = m.request_id left join rights r on r.id = m.right_id
            where coalesce(q.organisation_code, r.organisation_code, m.organisation_code) = @organisation order by o.id
            """, new { organisation });
        var text = new StringBuilder();
        foreach (var day in deeds.Select(line => (line, mail: false)).Concat(mails.Select(line => (line, mail: true)))
            .GroupBy(pair => ThaiDate.BangkokDate(pair.line.At)).OrderBy(group => group.Key))
        {
            text.Append(ThaiDate.WithWeekday(day.Key)).Append('\n');
            var lines = day.Select(pair => (pair.line.At, pair.mail, pair.line.Sequence, text: pair.mail ? MailLine(pair.line) : DeedLine(pair.line)));
            // Deeds have their order; mails of one instant have none of their own, and stand by their words.
            foreach (var line in lines.OrderBy(line => line.At).ThenBy(line => line.mail).ThenBy(line => line.Sequence)
                .ThenBy(line => line.text, StringComparer.Ordinal))
                text.Append(line.text).Append('\n');
            text.Append('\n');
        }
        return text.ToString();
    }

    static string DeedLine(Line line) => string.Create(CultureInfo.InvariantCulture,
        $"  {ThaiDate.BangkokTime(line.At):HH.mm}  {line.What}  โดย {line.Who}{(line.Rule is null ? "" : $"  [{line.Rule}]")}{Known(line.Detail)}");

    static string MailLine(Line line)
    {
        var mail = System.Text.Json.JsonSerializer.Deserialize<WorkflowHost.Activities.Mail.OutgoingMail>(
            line.Detail, System.Text.Json.JsonSerializerOptions.Web)!;
        var subject = line.What is "one-time-code" or "site-code" ? "รหัสยืนยัน ******" : mail.Subject;
        return string.Create(CultureInfo.InvariantCulture, $"  {ThaiDate.BangkokTime(line.At):HH.mm}  ✉ ถึง {line.Who}: {subject}");
    }

    // References and ids are made by chance, so that nobody guesses them; a story leaves them out.
    static string Known(string detail) => detail.Length == 0 || !detail.Contains(' ') && detail.Length == 22
        || Reference().Replace(detail, "") is "" ? "" : $"  “{Reference().Replace(detail, "…")}”";

    [GeneratedRegex("[A-Z]+-[0-9]{4}-[0-9A-Z]{8}")]
    private static partial Regex Reference();

    sealed class Line
    {
        public DateTimeOffset At { get; init; }
        public long Sequence { get; init; }
        public string What { get; init; } = "";
        public string Who { get; init; } = "";
        public string? Rule { get; init; }
        public string Detail { get; init; } = "";
    }
}
