using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// Tells the executive and the clerk of the organisation somebody moved to (T39): which rights ended behind them, and that none
/// came along. Whichever is entered first, leaving or arriving, the mail goes out once.
/// </summary>
public static class NewWorkplace
{
    /// <summary>Part of the transaction in which somebody left: wherever else they are an officer.</summary>
    internal static async Task TellOfLeaverAsync(
        Transaction transaction, Tools tools, string personId, string left, DateTimeOffset now)
    {
        foreach (var office in await transaction.QueryAsync<string>(
            """
            select distinct organisation_code from memberships where person_id = @personId and role = 'officer'
            and organisation_code <> @left and valid_from <= @now and (valid_to is null or valid_to > @now)
            order by organisation_code
            """, new { personId, left, now }))
            await TellAsync(transaction, tools, personId, left, office, now);
    }

    /// <summary>Part of the transaction in which somebody became an officer: wherever they left with a right.</summary>
    public static async Task TellOfArrivalAsync(
        Transaction transaction, Tools tools, string personId, string office, DateTimeOffset now)
    {
        foreach (var left in await transaction.QueryAsync<string>(
            """
            select distinct m.organisation_code from memberships m where m.person_id = @personId and m.role = 'officer'
            and m.organisation_code <> @office and m.valid_to <= @now and not exists (
                select 1 from memberships s where s.person_id = m.person_id and s.organisation_code = m.organisation_code
                and s.role = 'officer' and (s.valid_to is null or s.valid_to > @now))
            order by m.organisation_code
            """, new { personId, office, now }))
            await TellAsync(transaction, tools, personId, left, office, now);
    }

    static async Task TellAsync(
        Transaction transaction, Tools tools, string personId, string left, string office, DateTimeOffset now)
    {
        var systems = await transaction.QueryAsync<string>(
            "select distinct system from rights where person_id = @personId and organisation_code = @left order by system",
            new { personId, left });
        if (systems.Count == 0)
            return;
        var (person, from, here) = (await Person.GetAsync(transaction, personId), await Organisation.GetAsync(transaction, left),
            await Organisation.GetAsync(transaction, office));
        var model = new Dictionary<string, object?>
        {
            ["officerTh"] = person.NameTh,
            ["officerEn"] = person.NameEn,
            ["organisationTh"] = here.NameTh,
            ["organisationEn"] = here.NameEn,
            ["leftOrganisationTh"] = from.NameTh,
            ["leftOrganisationEn"] = from.NameEn,
            ["systems"] = string.Join(", ", systems),
        };
        var told = new HashSet<string>();
        foreach (var role in (string[])[Role.Executive, Role.Clerk])
            foreach (var reader in await Person.InRoleAsync(transaction, office, role, now))
                if (told.Add(reader.Id))
                    CaseMail.Queue(transaction, now, tools, "officer-moved-here", reader, model,
                        $"moved:{personId}:{left}:{office}", sendAt: tools.Calendar.Current.For(office).OfficeTimeFrom(now),
                        about: new MailSubject(null, office));
    }
}
