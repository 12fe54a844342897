using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Mail;

/// <summary>
/// The facts of a case as templates name them, in both languages: what, for whom, on which clause, by when, and who to
/// ask. Text first (section 6.7).
/// </summary>
public static class CaseModel
{
    public static async Task<Dictionary<string, object?>> OfAsync(
        Transaction transaction, string? requestId, string? rightId, string? rule, DateTimeOffset now)
    {
        var model = new Dictionary<string, object?>();
        transaction.Expect(read => StoredCircular.OfRuleAsync(read, rule));
        if (requestId is not null)
        {
            transaction.Expect(read => RequestGrant.OfAsync(read, requestId));
            transaction.Expect(read => LetterAsync(read, requestId));
            transaction.Expect(read => CheckAsync(read, requestId));
            await AddRequestAsync(transaction, model, await Request.GetAsync(transaction, requestId));
        }
        else if (rightId is not null)
            await AddRightAsync(transaction, model, await Right.GetAsync(transaction, rightId));
        AddClause(model, rule, await StoredCircular.OfRuleAsync(transaction, rule));
        model["todayTh"] = ThaiDate.WithWeekday(ThaiDate.BangkokDate(now));
        return model;
    }

    /// <summary>The organisation that a task or a mail is about, where it is about no request or right.</summary>
    public static async Task AddOrganisationAsync(Transaction transaction, Dictionary<string, object?> model, string code)
    {
        var where = await Organisation.GetAsync(transaction, code);
        model["organisationTh"] = where.NameTh;
        model["organisationEn"] = where.NameEn;
    }

    public static void AddDue(
        Dictionary<string, object?> model, WorkingCalendar calendar, DateTimeOffset now, DateTimeOffset? due)
    {
        if (due is null)
            return;
        var day = ThaiDate.BangkokDate(due.Value);
        model["dueTh"] = ThaiDate.WithWeekday(day);
        model["dueEn"] = ThaiDate.EnglishWithWeekday(day);
        model["workingDaysLeft"] = calendar.WorkingDaysBetween(ThaiDate.BangkokDate(now), day)
            .ToString(CultureInfo.InvariantCulture);
    }

    static async Task AddRequestAsync(Transaction transaction, Dictionary<string, object?> model, Request request)
    {
        model["reference"] = request.Reference;
        model["kindTh"] = RequestKind.Thai(request.Kind);
        model["kindEn"] = RequestKind.English(request.Kind);
        await AddSeatAsync(transaction, model, request.System, request.OrganisationCode, request.Seat, request.PersonId);
        var grants = (await RequestGrant.OfAsync(transaction, request.Id)).Where(grant => grant.Answer != RequestGrant.Rejected);
        model["grants"] = string.Join(" + ", grants.Select(grant => grant.System).DefaultIfEmpty(request.System));
        if (await LetterAsync(transaction, request.Id) is { } letter)
        {
            model["letterNumber"] = letter.LetterNumber;
            model["letterDateTh"] = ThaiDate.PageForm(letter.LetterDate);
            model["letterDateEn"] = ThaiDate.English(letter.LetterDate);
            model["signer"] = letter.SignerName;
        }
        if (await CheckAsync(transaction, request.Id) is { } check)
        {
            model["checkedBy"] = check.CheckedBy + check.ActingTh;
            model["checkedByEn"] = check.CheckedByEn + check.ActingEn;
            model["reason"] = check.Reason;
            if (check.Points is { } points)
                model["points"] = System.Text.Json.JsonSerializer.Deserialize<List<string>>(points)!
                    .Select((text, index) => new Dictionary<string, object?>
                    {
                        ["number"] = index + 1,
                        ["numberTh"] = ThaiDigits.ToThai(index + 1),
                        ["text"] = text
                    })
                    .ToList();
        }
    }

    static Task<LetterLine?> LetterAsync(Transaction transaction, string requestId) => transaction.FirstAsync<LetterLine>(
        """
        select l.letter_number, l.letter_date, l.signer_name from request_letters r join letters l on l.id = r.letter_id
        where r.request_id = @requestId order by r.attached_at desc limit 1
        """, new { requestId });

    static Task<CheckLine?> CheckAsync(Transaction transaction, string requestId) => transaction.FirstAsync<CheckLine>(
        """
        select p.title_th || p.given_name_th || ' ' || p.family_name_th as checked_by, p.name_en as checked_by_en,
            d.answer, d.reason, d.points, d.capacity, d.order_number, f.name_en as for_en,
            f.title_th || f.given_name_th || ' ' || f.family_name_th as for_th
        from decisions d join people p on p.id = d.by_person left join people f on f.id = d.for_person
        where d.request_id = @requestId order by d.at desc, d.id desc limit 1
        """, new { requestId });

    static async Task AddRightAsync(Transaction transaction, Dictionary<string, object?> model, Right right)
    {
        await AddSeatAsync(transaction, model, right.System, right.OrganisationCode, right.Seat, right.PersonId);
        if (right.ReviewOn is { } day)
        {
            model["reviewTh"] = ThaiDate.WithWeekday(day);
            model["reviewEn"] = ThaiDate.EnglishWithWeekday(day);
        }
    }

    static async Task AddSeatAsync(
        Transaction transaction, Dictionary<string, object?> model, string system, string organisation, long seat, string person)
    {
        transaction.Expect(read => Person.GetAsync(read, person));
        var where = await Organisation.GetAsync(transaction, organisation);
        var who = await Person.GetAsync(transaction, person);
        model["system"] = system;
        model["seat"] = seat.ToString(CultureInfo.InvariantCulture);
        model["seatTh"] = ThaiDigits.ToThai(seat.ToString(CultureInfo.InvariantCulture));
        model["organisationTh"] = where.NameTh;
        model["organisationEn"] = where.NameEn;
        model["officerTh"] = who.NameTh;
        model["officerEn"] = who.NameEn;
    }

    static void AddClause(Dictionary<string, object?> model, string? rule, CircularFacts? facts)
    {
        if (facts?.Clauses.FirstOrDefault(clause => clause.Id == rule) is not { } clause)
            return;
        model["rule"] = rule;
        model["phrase"] = clause.Phrase;
        model["clauseTh"] = clause.SummaryTh;
        model["clauseEn"] = clause.SummaryEn;
        model["circularTh"] = facts.TitleTh;
        model["circularEn"] = facts.TitleEn;
        model["contactTh"] =
            string.Join(" / ", facts.Contacts.Select(contact => string.Join(" ", contact.UnitTh, contact.Phone, contact.Email)));
        model["contactEn"] =
            string.Join(" / ", facts.Contacts.Select(contact => string.Join(" ", contact.UnitEn, contact.Phone, contact.Email)));
    }

    sealed class LetterLine
    {
        public string LetterNumber { get; init; } = "";
        public DateOnly LetterDate { get; init; }
        public string SignerName { get; init; } = "";
    }

    sealed class CheckLine
    {
        public string CheckedBy { get; init; } = "";
        public string CheckedByEn { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Reason { get; init; } = "";
        public string? Points { get; init; }
        public string Capacity { get; init; } = "";
        public string? OrderNumber { get; init; }
        public string? ForTh { get; init; }
        public string? ForEn { get; init; }

        // Who decided for another says so, and on which order (T36).
        public string ActingTh => Capacity == People.Capacity.Own ? ""
            : $" {People.Capacity.Thai(Capacity)} ตาม{People.Capacity.OrderTh(OrderNumber)}"
                + (ForTh is null ? "" : $" (แทน{ForTh})");
        public string ActingEn => Capacity == People.Capacity.Own ? ""
            : $", {People.Capacity.English(Capacity)}, order {OrderNumber}{(ForEn is null ? "" : $" (for {ForEn})")}";
    }
}
