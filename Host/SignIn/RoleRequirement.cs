using Microsoft.AspNetCore.Authorization;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// The visitor holds one of these roles somewhere today. What they may do to one organisation is asked of the actor.
/// </summary>
public sealed record RoleRequirement(params IReadOnlyList<string> Roles) : IAuthorizationRequirement;

/// <summary>Looks it up in the memberships of today, not in the cookie.</summary>
public sealed class RoleRequirementHandler(CurrentActor current) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (current.OrNobody is { } actor && requirement.Roles.Any(actor.Is))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
