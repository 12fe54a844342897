using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>What people fill in with their answer, as the step's own settings ask for it.</summary>
sealed class AnswerForms(Random random, Cast cast)
{
    const string Reason = "เหตุผลจำลอง";
    int letters;

    /// <summary>The data of an answer, as JSON.</summary>
    /// <param name="subject">Who is to have the right.</param>
    /// <param name="evidence">Where it is chosen from a list; null where it is typed.</param>
    /// <param name="stepUpId">The one-time code that was used, where the step asks for one.</param>
    public string Fill(ActivityNode step, string answer, string by, string organisation, string? subject, bool badly,
        DateTimeOffset now, string? stepUpId, string? evidence)
    {
        object form = step.Activity switch
        {
            ProveIdentity => new ProofAnswer(MethodOf(step, by, subject), "2.3"),
            RequireLetter when answer == RequireLetter.Attach => Letter(step, organisation, subject, badly, now),
            RequireLetter => new RequireLetter.ReplyAnswer(Reason),
            ChangeOfficer when answer == ChangeOfficer.Continue => new { Reason, PersonId = Successor(organisation) },
            AskOrganisation => new DecisionAnswer(Reason, Evidence: evidence ?? "หลักฐานจำลอง"),
            _ => new DecisionAnswer(Reason, ["ข้อจำลอง"], StepUpId: stepUpId),
        };
        return JsonSerializer.Serialize(form, form.GetType(), JsonSerializerOptions.Web);
    }

    /// <summary>Whether a decision at this step needs a one-time code.</summary>
    public static bool NeedsCode(ActivityNode step) =>
        step.Activity is Approval && SettingsBinder.Constants<Approval.Values>(step).StepUp;

    // Who came last took the leaver's place.
    string? Successor(string organisation) => cast.Holders(organisation, Role.Officer) is [.., var last] ? last : null;

    // The officer proves it online where that is allowed; the clerk vouches.
    static string MethodOf(ActivityNode step, string by, string? subject)
    {
        var methods = SettingsBinder.Constants<ProveIdentity.Values>(step).Methods;
        return by != subject
            ? ProveIdentity.InPerson
            : methods.FirstOrDefault(method => method != ProveIdentity.InPerson) ?? methods[0];
    }

    // The paper goes through the real checks of what it says; the file below it is only a hash.
    LetterAnswer Letter(ActivityNode step, string organisation, string? subject, bool badly, DateTimeOffset now)
    {
        var number = ++letters;
        var officer = subject is null ? "" : cast.Person(subject).NameTh;
        var signer = cast.Holders(organisation, Role.Executive) is [var executive, ..] ? cast.Person(executive).NameTh : "-";
        var file = SHA256.HashData(Encoding.UTF8.GetBytes($"{organisation} {number}"));
        var letter = new LetterAnswer(null, Convert.ToHexString(file),
            "หนังสือจำลอง.pdf", "application/pdf", 100_000, 1, $"จล 5{organisation[^4..]}/{number}", ThaiDate.BangkokDate(now),
            SettingsBinder.Constants<RequireLetter.Values>(step).Addressee, officer, signer, Capacity.Own, null, "scan");
        return !badly ? letter : random.Next(3) switch
        {
            0 => letter with { Addressee = "ผู้ว่าราชการจังหวัด" },
            1 => letter with { NamesInLetter = officer + "์" },
            _ => letter with { LetterDate = letter.LetterDate.AddYears(1) },
        };
    }
}
