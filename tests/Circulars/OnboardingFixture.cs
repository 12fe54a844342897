using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Every test of circular C has a demo province of its own, in June of its year.</summary>
public abstract class OnboardingFixture(Func<TestDatabase> open)
{
    private protected World world = null!;
    private protected Onboarding c = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        world = await World.OnAsync(open, Onboarding.June);
        c = await Onboarding.InAsync(world);
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();
}
