namespace WorkflowHost.Activities.People;

/// <summary>A person beside one membership, or beside none, as one query reads them.</summary>
sealed class PersonInOffice
{
    /// <summary>
    /// Own capacity first, as <see cref="People.Membership.OfAsync(Engine.Persistence.Transaction, string, DateTimeOffset)"/>
    /// has it.
    /// </summary>
    public const string Query =
        """
        select p.id as person_id, p.title_th, p.given_name_th, p.family_name_th, p.name_en, p.email, m.id as membership_id,
            m.organisation_code, m.role, m.capacity, m.order_number, m.for_person, m.circular_id, m.valid_from, m.valid_to,
            o.path
        from people p
        left join memberships m on m.person_id = p.id and m.valid_from <= @at and (m.valid_to is null or m.valid_to > @at)
        left join organisations o on o.code = m.organisation_code
        where p.id = @personId
        order by case m.capacity when 'own' then 0 else 1 end, m.valid_from, m.id
        """;

    public string PersonId { get; init; } = "";
    public string TitleTh { get; init; } = "";
    public string GivenNameTh { get; init; } = "";
    public string FamilyNameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string Email { get; init; } = "";
    public string? MembershipId { get; init; }
    public string? OrganisationCode { get; init; }
    public string? Role { get; init; }
    public string? Capacity { get; init; }
    public string? OrderNumber { get; init; }
    public string? ForPerson { get; init; }
    public string? CircularId { get; init; }
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidTo { get; init; }
    public string? Path { get; init; }

    public Person Person => new()
    {
        Id = PersonId,
        TitleTh = TitleTh,
        GivenNameTh = GivenNameTh,
        FamilyNameTh = FamilyNameTh,
        NameEn = NameEn,
        Email = Email,
    };

    public Membership Membership => new()
    {
        Id = MembershipId!,
        PersonId = PersonId,
        OrganisationCode = OrganisationCode!,
        Role = Role!,
        Capacity = Capacity!,
        OrderNumber = OrderNumber,
        ForPerson = ForPerson,
        CircularId = CircularId,
        ValidFrom = ValidFrom!.Value,
        ValidTo = ValidTo,
        Path = Path!,
    };
}
