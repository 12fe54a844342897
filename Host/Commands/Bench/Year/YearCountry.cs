using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Commands.Bench.Year;

/// <summary>
/// The organisations of an invented country that circular A covers, province by province, with a clerk, an executive and a holder
/// for each seat (A-08: two in tambon municipalities). Some second seats are free; some holders hold one in the next office too.
/// Whatever is drawn about anybody follows from their key: a run can be repeated, in whatever order things happen.
/// </summary>
sealed class YearCountry
{
    public const string Operator = "bench-operator";
    public const string Director = "bench-director";
    public const string Reviewer = "bench-reviewer";

    const string Bureau = "BB";
    const int AtOnce = 200;

    static readonly string[] Covered =
    [
        OrganisationType.Pao, OrganisationType.CityMunicipality, OrganisationType.TownMunicipality,
        OrganisationType.TambonMunicipality,
    ];

    YearCountry(IReadOnlyList<OrganisationRow> organisations) => Organisations = organisations;

    public IReadOnlyList<OrganisationRow> Organisations { get; }

    /// <summary>Offices with a free seat, each with an officer who has no right yet.</summary>
    public IReadOnlyList<OrganisationRow> WithAFreeSeat => [.. Organisations.Where(HasFreeSeat)];

    /// <summary>The province that most organisations lie in: its code as an organisation.</summary>
    public string BusiestProvince => OrganisationParents.CodeOf(
        Activities.Data.ShippedData.Provinces().Single(province => province.Code == Organisations
            .GroupBy(one => one.ProvinceCode).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key));

    /// <summary>A number from 0 to 1 that belongs to a key.</summary>
    public static double Lot(string key) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(key))) / (double)uint.MaxValue;

    public static string Clerk(string organisation) => "clerk-" + organisation;

    public static string Executive(string organisation) => "executive-" + organisation;

    public static string Holder(string organisation, int seat) => $"holder-{organisation}-{seat}";

    public static async Task<YearCountry> SettleAsync(Database database, DateTimeOffset now, int organisations)
    {
        var all = InventedCountry.Generate(seed: 1);
        var chosen = all.Where(row => Covered.Contains(row.Type))
            .OrderBy(row => row.ProvinceCode, StringComparer.Ordinal).ThenBy(row => row.Code, StringComparer.Ordinal)
            .Take(organisations).ToList();
        await OrganisationTree.StoreAsync(database,
            [.. all.Where(row => !OrganisationType.IsLocalGovernment(row.Type)), .. chosen],
            DateOnly.FromDateTime(now.UtcDateTime));
        await database.WriteAsync(transaction =>
        {
            BenchCountry.Add(transaction, Operator, Bureau, Role.Operator, now);
            BenchCountry.Add(transaction, Director, Bureau, Role.Director, now);
            BenchCountry.Add(transaction, Reviewer, Bureau, Role.Reviewer, now);
            return Task.CompletedTask;
        });
        foreach (var piece in chosen.Zip(chosen.Prepend(null)).Chunk(AtOnce))
            await database.WriteAsync(transaction =>
            {
                foreach (var (row, before) in piece)
                    Settle(transaction, row, before, now);
                return Task.CompletedTask;
            });
        return new YearCountry(chosen);
    }

    /// <summary>Whether the holder of an office's first seat has the second of the next office too.</summary>
    public static bool HoldsNextDoorToo(OrganisationRow next) =>
        next.Type == OrganisationType.TambonMunicipality && !HasFreeSeat(next) && Lot("two places " + next.Code) < 0.1;

    static bool HasFreeSeat(OrganisationRow row) =>
        row.Type == OrganisationType.TambonMunicipality && Lot("free seat " + row.Code) < 0.08;

    static void Settle(Transaction transaction, OrganisationRow row, OrganisationRow? before, DateTimeOffset now)
    {
        BenchCountry.Add(transaction, Clerk(row.Code), row.Code, Role.Clerk, now);
        BenchCountry.Add(transaction, Executive(row.Code), row.Code, Role.Executive, now);
        BenchCountry.Add(transaction, Holder(row.Code, 1), row.Code, Role.Officer, now);
        Hold(transaction, row.Code, 1, Holder(row.Code, 1), now);
        if (row.Type != OrganisationType.TambonMunicipality)
            return;
        if (before is not null && HoldsNextDoorToo(row))
        {
            new Membership
            {
                Id = Ids.New(now),
                PersonId = Holder(before.Code, 1),
                OrganisationCode = row.Code,
                Role = Role.Officer,
                ValidFrom = now.AddYears(-1),
            }.Insert(transaction);
            Hold(transaction, row.Code, 2, Holder(before.Code, 1), now);
            return;
        }
        BenchCountry.Add(transaction, Holder(row.Code, 2), row.Code, Role.Officer, now);
        if (!HasFreeSeat(row))
            Hold(transaction, row.Code, 2, Holder(row.Code, 2), now);
    }

    static void Hold(Transaction transaction, string organisation, int seat, string person, DateTimeOffset now) => new Right
    {
        Id = $"right-{organisation}-{seat}",
        System = "BBL",
        OrganisationCode = organisation,
        Seat = seat,
        PersonId = person,
        ValidFrom = now.AddYears(-1),
        ConfirmedAt = now.AddYears(-1),
        ReviewOn = ReviewDay.After(now, 12),
    }.Insert(transaction);
}
