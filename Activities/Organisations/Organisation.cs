using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Organisations;

/// <summary>An organisation as stored, with its place in the tree.</summary>
public sealed class Organisation
{
    public string Code { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string ShortNameTh { get; init; } = "";
    public string NameEn { get; init; } = "";

    /// <summary>Today's type; what it was on a day is in its dated types.</summary>
    public string Type { get; init; } = "";

    public string? ParentCode { get; init; }
    public string ProvinceCode { get; init; } = "";
    public string DistrictCode { get; init; } = "";
    public string LetterPrefix { get; init; } = "";
    public string Email { get; init; } = "";
    public string Path { get; init; } = "";

    public static Task<Organisation?> FindAsync(Transaction transaction, string code) =>
        transaction.FirstAsync<Organisation>("select * from organisations where code = @code", new { code });

    public static Task<Organisation?> FindAsync(Database database, string code) =>
        database.FirstAsync<Organisation>("select * from organisations where code = @code", new { code });

    public static async Task<Organisation> GetAsync(Transaction transaction, string code) =>
        await FindAsync(transaction, code) ?? throw new KeyNotFoundException($"There is no organisation '{code}'.");

    /// <summary>The code of the province it lies in; null when the tree has none.</summary>
    public static Task<string?> ProvinceOfAsync(IQueries store, string code) => store.FirstAsync<string>(
        """
        select code from organisations
        where type = 'province' and province_code = (select province_code from organisations where code = @code)
        """, new { code });

    /// <summary>The code of the district it lies in; null when the tree has none.</summary>
    public static Task<string?> DistrictOfAsync(Transaction transaction, string code) => transaction.FirstAsync<string>(
        """
        select code from organisations
        where type = 'district' and district_code = (select district_code from organisations where code = @code)
        """, new { code });

    /// <summary>The type it has on that day in Bangkok (T41).</summary>
    public static async Task<string?> TypeOnAsync(Transaction transaction, string code, DateTimeOffset at)
    {
        var day = ThaiDate.BangkokDate(at);
        return await transaction.FirstAsync<string>(
            """
            select type from organisation_types
            where organisation_code = @code and valid_from <= @day and (valid_to is null or valid_to > @day)
            order by valid_from desc limit 1
            """, new { code, day });
    }
}
