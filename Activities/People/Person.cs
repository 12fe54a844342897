using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>Somebody who works in an organisation.</summary>
public sealed class Person
{
    public string Id { get; init; } = "";
    public string TitleTh { get; init; } = "";
    public string GivenNameTh { get; init; } = "";
    public string FamilyNameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Email { get; init; } = "";

    /// <summary>As official letters write it: the title without a space before the given name.</summary>
    public string NameTh => $"{TitleTh}{GivenNameTh} {FamilyNameTh}".TrimEnd();

    /// <summary>The same person, to be written to at another address.</summary>
    public Person At(string email) => new()
    {
        Id = Id,
        TitleTh = TitleTh,
        GivenNameTh = GivenNameTh,
        FamilyNameTh = FamilyNameTh,
        NameEn = NameEn,
        Email = email,
    };

    public static Task<Person?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<Person>("select * from people where id = @id", new { id });

    public static async Task<Person> GetAsync(Transaction transaction, string id) => await FindAsync(transaction, id)
        ?? throw new KeyNotFoundException($"There is no person '{id}'.");

    /// <summary>Those who hold a role in an organisation at an instant.</summary>
    public static Task<IReadOnlyList<Person>> InRoleAsync(
        Transaction transaction, string organisation, string role, DateTimeOffset at) => transaction.QueryAsync<Person>(
        """
        select distinct p.* from people p join memberships m on m.person_id = p.id
        where m.organisation_code = @organisation and m.role = @role
          and m.valid_from <= @at and (m.valid_to is null or m.valid_to > @at)
        order by p.id
        """, new { organisation, role, at });

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into people (id, title_th, given_name_th, family_name_th, name_en, email)
        values (@Id, @TitleTh, @GivenNameTh, @FamilyNameTh, @NameEn, @Email)
        """, this);
}
