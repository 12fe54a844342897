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
    const int LocalGovernmentsInAll = InventedCountry.Provinces + InventedCountry.CityMunicipalities
        + InventedCountry.TownMunicipalities + InventedCountry.TambonMunicipalities + InventedCountry.Taos;

    BenchCountry(IReadOnlyList<OrganisationRow> localGovernments) => LocalGovernments = localGovernments;

    /// <summary>Where there is nobody.</summary>
    public static BenchCountry Nowhere { get; } = new([]);

    public IReadOnlyList<OrganisationRow> LocalGovernments { get; }

    public static string Officer(OrganisationRow organisation) => "officer-" + organisation.Code;

    public static string Reviewer(int number) => $"reviewer-{number % HowManyReviewers}";

    /// <param name="organisations">So many local governments and then sub-units; null for all local governments.</param>
    public static async Task<BenchCountry> SettleAsync(Database database, DateTimeOffset now, int? organisations = null)
    {
        var all = InventedCountry.Generate(seed: 1, Math.Max(0, (organisations ?? 0) - LocalGovernmentsInAll));
        var locals = all.Where(row => OrganisationType.IsLocalGovernment(row.Type))
            .Take(organisations ?? LocalGovernmentsInAll).ToList();
        var rows = all.Where(row => !OrganisationType.IsLocalGovernment(row.Type)).Concat(locals)
            .OrderBy(row => row.Type == OrganisationType.SubUnit).ToList();
        var country = new BenchCountry(locals);
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
