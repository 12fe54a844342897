using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Tests.Torture;

/// <summary>
/// Enough local governments for every walker, with two officers each, and for each walker clerks, a reviewer and a director
/// of its own, so that nobody waits for another's hands.
/// </summary>
static class TortureTown
{
    public const string Password = DemoData.Password;

    const int TownsOfAClerk = 20;

    public static string Reviewer(int walker) => $"t-reviewer{walker}";

    public static string Director(int walker) => $"t-director{walker}";

    /// <summary>A place for a case: who is to have a seat of whom, and the clerk who asks for it.</summary>
    public sealed record Seat(string Organisation, string Person, string NameTh, string Clerk);

    /// <summary>The seats of each walker.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Seat>>> SettleAsync(Database database, int walkers, DateTimeOffset now)
    {
        var rows = InventedCountry.Generate(seed: 7);
        await OrganisationTree.StoreAsync(database, rows, new DateOnly(2023, 10, 1));
        // the tambon municipality is one of the kinds that may ask.
        var towns = rows.Where(row => row.Type == OrganisationType.TambonMunicipality).Select(row => row.Code).ToList();
        var hash = Accounts.HashKnownPassword(Password);
        var seats = new List<IReadOnlyList<Seat>>();
        for (var walker = 0; walker < walkers; walker++)
        {
            seats.Add([.. SeatsOf(walker, [.. towns.Where((_, i) => i % walkers == walker)])]);
            await SettleAsync(database, walker, seats[walker], hash, now);
        }
        return seats;
    }

    static IEnumerable<Seat> SeatsOf(int walker, IReadOnlyList<string> towns) => towns.SelectMany((town, i) =>
        new[] { 1, 2 }.Select(
            n => new Seat(town, $"t-{town}-{n}", $"นายทดสอบ{town} ที่{n}", $"t-clerk{walker}-{i / TownsOfAClerk}")));

    static Task SettleAsync(Database database, int walker, IReadOnlyList<Seat> seats, string hash, DateTimeOffset now) =>
        database.WriteAsync(transaction =>
        {
            AddAccount(transaction, Reviewer(walker), hash, now);
            AddOffice(transaction, Reviewer(walker), DemoData.Bureau, Role.Reviewer, now);
            AddAccount(transaction, Director(walker), hash, now);
            AddOffice(transaction, Director(walker), DemoData.Bureau, Role.Director, now);
            foreach (var clerk in seats.GroupBy(seat => seat.Clerk))
            {
                AddAccount(transaction, clerk.Key, hash, now);
                foreach (var town in clerk.Select(seat => seat.Organisation).Distinct())
                    AddOffice(transaction, clerk.Key, town, Role.Clerk, now);
            }
            foreach (var seat in seats)
            {
                AddPerson(transaction, seat.Person, seat.NameTh);
                AddOffice(transaction, seat.Person, seat.Organisation, Role.Officer, now);
            }
            return Task.CompletedTask;
        });

    static void AddAccount(Transaction transaction, string id, string hash, DateTimeOffset now)
    {
        AddPerson(transaction, id, $"นายทดสอบ {id}");
        transaction.Write(
            """
            insert into accounts (id, person_id, user_name, password_hash, security_stamp, failed_count, is_demo, created_at)
            values (@id, @id, @id, @hash, @stamp, 0, 1, @now)
            """, new { id, hash, stamp = Ids.New(now), now });
    }

    static void AddPerson(Transaction transaction, string id, string nameTh) => new Person
    {
        Id = id,
        TitleTh = nameTh[..3],
        GivenNameTh = nameTh[3..].Split(' ')[0],
        FamilyNameTh = nameTh.Split(' ')[1],
        NameEn = id,
        Email = $"{id}@torture.example",
    }.Insert(transaction);

    static void AddOffice(Transaction transaction, string person, string organisation, string role, DateTimeOffset now) =>
        new Membership
        {
            Id = Ids.New(now),
            PersonId = person,
            OrganisationCode = organisation,
            Role = role,
            ValidFrom = now.AddYears(-1),
        }.Insert(transaction);
}
