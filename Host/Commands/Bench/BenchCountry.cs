using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>
/// An invented country of the true size: an officer in every local government, and reviewers in the Budget Bureau.
/// </summary>
sealed class BenchCountry
{
    const string Bureau = "BB";
    const int HowManyReviewers = 20;

    BenchCountry(IReadOnlyList<OrganisationRow> localGovernments) => LocalGovernments = localGovernments;

    public IReadOnlyList<OrganisationRow> LocalGovernments { get; }

    public static string Officer(OrganisationRow organisation) => "officer-" + organisation.Code;

    public static string Reviewer(int number) => $"reviewer-{number % HowManyReviewers}";

    public static async Task<BenchCountry> SettleAsync(Database database, DateTimeOffset now)
    {
        var rows = InventedCountry.Generate(seed: 1);
        var country = new BenchCountry([.. rows.Where(row => OrganisationType.IsLocalGovernment(row.Type))]);
        await OrganisationTree.StoreAsync(database, rows, DateOnly.FromDateTime(now.UtcDateTime));
        await database.WriteAsync(transaction =>
        {
            foreach (var organisation in country.LocalGovernments)
                Add(transaction, Officer(organisation), organisation.Code, Role.Officer, now);
            for (var number = 0; number < HowManyReviewers; number++)
                Add(transaction, Reviewer(number), Bureau, Role.Reviewer, now);
            return Task.CompletedTask;
        });
        return country;
    }

    public static void Add(Transaction transaction, string id, string organisation, string role, DateTimeOffset now)
    {
        new Person
        {
            Id = id,
            TitleTh = "นาย",
            GivenNameTh = "สมมติ",
            FamilyNameTh = id,
            NameEn = id,
            Email = $"{id}@bench.example"
        }
            .Insert(transaction);
        new Membership
        {
            Id = Ids.New(now),
            PersonId = id,
            OrganisationCode = organisation,
            Role = role,
            ValidFrom = now.AddYears(-1)
        }
            .Insert(transaction);
    }
}
