using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Stretches of circular A that many tests walk through.</summary>
static class Scenes
{
    public static async Task<Request> ReadyForReviewAsync(this World world, string officer = "officer")
    {
        var request = await world.FileAsync(officer, DemoData.Tambon, RequestKind.New, officer);
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk");
        return request;
    }

    public static async Task<Request> WithDirectorAsync(this World world, string officer = "officer")
    {
        var request = await world.ReadyForReviewAsync(officer);
        await world.ReviewsAsync(request, "Approve");
        return request;
    }

    /// <summary>From the proof of identity to the grant.</summary>
    public static async Task GrantsAsync(this World world, Request request, string clerk)
    {
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, clerk);
        await world.ReviewsAsync(request, "Approve");
        await world.DecidesAsync(request, "Approve");
    }

    /// <summary>Somebody takes one more office, from now on.</summary>
    public static Task BecomesAsync(this World world, string person, string organisation, string role) => world.Database.WriteAsync(transaction =>
    {
        new Membership
        {
            Id = Ids.New(world.Clock.GetUtcNow()),
            PersonId = person,
            OrganisationCode = organisation,
            Role = role,
            ValidFrom = world.Clock.GetUtcNow(),
        }.Insert(transaction);
        return Task.CompletedTask;
    });

    /// <summary>All offices of somebody end now, and nothing else is done about it.</summary>
    public static Task EndsAsync(this World world, string person) => world.Database.WriteAsync(transaction =>
        transaction.ExecuteAsync("update memberships set valid_to = @now where person_id = @person", new { now = world.Clock.GetUtcNow(), person }));
}
