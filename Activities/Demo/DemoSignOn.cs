using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Demo;

/// <summary>
/// Circular B in the demo province: a town with an officer, and an Admin SSO who is an officer too, so that both branches and the
/// Admin's own request (T12) can be tried.
/// </summary>
static class DemoSignOn
{
    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new("town-officer", "นางสาว", "สุภาพร", "ทุ่งทอง", "Supaporn Thungthong", DemoData.Town, Role.Officer),
        new("town-admin", "นาย", "วีระ", "ดูแลบัญชี", "Weera Dulaebanchi", DemoData.Town, Role.AdminSso),
    ];

    // Before the outage of circular B, unlike the others.
    static readonly DateTimeOffset Since = new(2023, 9, 1, 0, 0, 0, TimeSpan.FromHours(7));

    /// <summary>Both were in office when circular B came; the Admin's second office.</summary>
    public static void Load(Transaction transaction, DateTimeOffset now)
    {
        foreach (var person in People)
            transaction.Write("update memberships set valid_from = @Since where person_id = @Account", new
            {
                Since,
                person.Account
            });
        new Membership
        {
            Id = Ids.New(now),
            PersonId = "town-admin",
            OrganisationCode = DemoData.Town,
            Role = Role.Officer,
            ValidFrom = Since,
        }.Insert(transaction);
    }
}
