using System.Net.Mail;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>What the form for a new officer says.</summary>
public sealed record NewOfficer(
    string OrganisationCode, string TitleTh, string GivenNameTh, string FamilyNameTh, string NameEn, string Email);

/// <summary>Adds officers to one's own organisation (A-08: "เจ้าหน้าที่ในสังกัด").</summary>
public sealed partial class Enrolment(Database database, TimeProvider clock)
{
    const int LongestName = 100;

    /// <returns>The new person's id.</returns>
    /// <exception cref="RefusedException">Not one's own organisation, or a field is wrong; the code names the field.</exception>
    public Task<string> AddAsync(NewOfficer form, Actor actor)
    {
        if (actor.In(form.OrganisationCode, Role.Clerk, Role.Officer, Role.Executive) is null)
            throw new RefusedException("not-your-organisation",
                "เพิ่มเจ้าหน้าที่ได้เฉพาะหน่วยงานของท่าน", "You can add officers to your own organisation only.");
        var person = Checked(form, Ids.New(clock.GetUtcNow()));
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            transaction.Lock("select code from organisations where code = @OrganisationCode", new { form.OrganisationCode });
            await RequireNewAsync(transaction, form.OrganisationCode, person, now);
            person.Insert(transaction);
            new Membership
            {
                Id = Ids.New(now),
                PersonId = person.Id,
                OrganisationCode = form.OrganisationCode,
                Role = Role.Officer,
                ValidFrom = now,
            }.Insert(transaction);
            AuditTrail.Add(transaction, now, actor.PersonId, "officer-added", "person", person.Id, form.OrganisationCode, "A-08");
            return person.Id;
        });
    }

    /// <summary>The person as stored, when every field is right.</summary>
    /// <exception cref="RefusedException">A field is wrong; the code names it.</exception>
    public static Person Checked(NewOfficer form, string id)
    {
        var person = new Person
        {
            Id = id,
            TitleTh = ThaiText.Normalise(form.TitleTh),
            GivenNameTh = ThaiText.Normalise(form.GivenNameTh),
            FamilyNameTh = ThaiText.Normalise(form.FamilyNameTh),
            NameEn = ThaiText.Normalise(form.NameEn),
            Email = form.Email.Trim(),
        };
        Require(Thai().IsMatch(person.TitleTh), "title",
            "โปรดกรอกคำนำหน้าเป็นภาษาไทย เช่น นาย นาง นางสาว", "Enter the title in Thai, such as นาย, นาง or นางสาว.");
        Require(Thai().IsMatch(person.GivenNameTh), "given-name",
            "โปรดกรอกชื่อเป็นภาษาไทย ไม่ใส่คำนำหน้า", "Enter the given name in Thai, without the title.");
        Require(Thai().IsMatch(person.FamilyNameTh), "family-name",
            "โปรดกรอกนามสกุลเป็นภาษาไทย", "Enter the family name in Thai.");
        Require(English().IsMatch(person.NameEn), "name-en",
            "โปรดกรอกชื่อและนามสกุลเป็นภาษาอังกฤษ", "Enter the name in Latin letters.");
        RequireAddress(person.Email);
        return person;
    }

    /// <exception cref="RefusedException">It is no mail address.</exception>
    /// <param name="code">The code of the refusal, which names the field.</param>
    public static void RequireAddress(string email, string code = "email") => Require(
        email.Length <= LongestName && MailAddress.TryCreate(email, out var address) && address.Address == email, code,
        "ที่อยู่อีเมลไม่ถูกต้อง ตัวอย่าง name@office.go.th", "That is no e-mail address; it looks like name@office.go.th.");

    static void Require(bool holds, string code, string thai, string english)
    {
        if (!holds)
            throw new RefusedException(code, thai, english);
    }

    static async Task RequireNewAsync(Transaction transaction, string organisation, Person person, DateTimeOffset now)
    {
        var here = await Person.InRoleAsync(transaction, organisation, Role.Officer, now);
        if (here.FirstOrDefault(other => string.Equals(other.Email, person.Email, StringComparison.OrdinalIgnoreCase)
            || ThaiText.AreEqual(other.GivenNameTh + other.FamilyNameTh, person.GivenNameTh + person.FamilyNameTh)) is { } there)
            throw new RefusedException("is-here",
                $"{there.NameTh} เป็นเจ้าหน้าที่ของหน่วยงานอยู่แล้ว เลือกชื่อได้ในแบบคำขอ",
                $"{there.NameEn} is an officer here already; choose the name on the request form.");
    }

    [GeneratedRegex(@"^[\u0E01-\u0E3A\u0E40-\u0E4E][\u0E01-\u0E3A\u0E40-\u0E4E .]{0,99}\z")]
    private static partial Regex Thai();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z .'\-]{1,99}\z")]
    private static partial Regex English();
}
