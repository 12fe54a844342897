using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Organisations;

/// <summary>Puts organisations into the store, with their paths. All or nothing.</summary>
public static class OrganisationTree
{
    static readonly DateOnly Ever = new(1900, 1, 1);

    /// <summary>
    /// Adds what is new and updates what changed; nothing is removed. Rows may come in any order, but a parent must be
    /// among them or in the store.
    /// </summary>
    /// <returns>How many were added and how many changed.</returns>
    public static Task<(int Added, int Changed)> StoreAsync(
        Database database, IReadOnlyList<OrganisationRow> rows, DateOnly from) =>
        database.WriteAsync(transaction => StoreAsync(transaction, rows, from));

    public static async Task<(int Added, int Changed)> StoreAsync(
        Transaction transaction, IReadOnlyList<OrganisationRow> rows, DateOnly from)
    {
        var known = (await transaction.QueryAsync<Organisation>("select * from organisations", new { }))
            .ToDictionary(row => row.Code);
        var parents = known.Values.ToDictionary(row => row.Code, row => row.ParentCode);
        foreach (var row in rows)
            parents[row.Code] = row.ParentCode;
        var (added, changed) = (0, 0);
        foreach (var row in rows)
        {
            var organisation = Stored(row, PathOf(row.Code, parents));
            if (!known.TryGetValue(row.Code, out var before))
            {
                Insert(transaction, organisation);
                added++;
            }
            else if (Differ(before, organisation))
            {
                Update(transaction, before, organisation, from);
                changed++;
            }
        }
        return (added, changed);
    }

    static Organisation Stored(OrganisationRow row, string path) => new()
    {
        Code = row.Code,
        NameTh = row.NameTh,
        ShortNameTh = row.ShortNameTh ?? row.NameTh,
        NameEn = row.NameEn ?? row.Code,
        Type = row.Type,
        ParentCode = row.ParentCode,
        ProvinceCode = row.ProvinceCode ?? "",
        DistrictCode = row.DistrictCode ?? "",
        LetterPrefix = row.LetterPrefix ?? "",
        Email = row.Email ?? "",
        Path = path,
    };

    static string PathOf(string code, Dictionary<string, string?> parents)
    {
        var codes = new List<string>();
        for (var next = code; next is not null; next = parents.GetValueOrDefault(next))
        {
            if (codes.Contains(next))
                throw new InvalidOperationException($"The organisation '{code}' is above itself.");
            codes.Add(next);
        }
        codes.Reverse();
        return "/" + string.Join('/', codes) + "/";
    }

    static bool Differ(Organisation before, Organisation after) =>
        (before.NameTh, before.ShortNameTh, before.NameEn, before.Type, before.ParentCode, before.Email, before.LetterPrefix,
            before.Path)
        != (after.NameTh, after.ShortNameTh, after.NameEn, after.Type, after.ParentCode, after.Email, after.LetterPrefix,
            after.Path);

    static void Insert(Transaction transaction, Organisation organisation)
    {
        transaction.Write(
            """
            insert into organisations (code, name_th, short_name_th, name_en, type, parent_code, province_code, district_code,
                letter_prefix, email, path)
            values (@Code, @NameTh, @ShortNameTh, @NameEn, @Type, @ParentCode, @ProvinceCode, @DistrictCode,
                @LetterPrefix, @Email, @Path)
            """, organisation);
        InsertType(transaction, organisation, Ever);
    }

    static void Update(Transaction transaction, Organisation before, Organisation after, DateOnly from)
    {
        transaction.Write(
            """
            update organisations set name_th = @NameTh, short_name_th = @ShortNameTh, name_en = @NameEn, type = @Type,
                parent_code = @ParentCode, province_code = @ProvinceCode, district_code = @DistrictCode,
                letter_prefix = @LetterPrefix, email = @Email, path = @Path
            where code = @Code
            """, after);
        if (before.Type == after.Type)
            return;
        transaction.Write(
            "update organisation_types set valid_to = @from where organisation_code = @Code and valid_to is null",
            new { from, after.Code });
        InsertType(transaction, after, from);
    }

    static void InsertType(Transaction transaction, Organisation organisation, DateOnly from) => transaction.Write(
        """
        insert into organisation_types (organisation_code, type, valid_from) values (@Code, @Type, @from)
        on conflict (organisation_code, valid_from) do update set type = excluded.type, valid_to = null
        """, new { organisation.Code, organisation.Type, from });
}
