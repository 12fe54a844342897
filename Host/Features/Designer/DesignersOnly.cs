using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using WorkflowHost.Activities.People;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>For everybody else the pages of the designers aren't there.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DesignersOnlyAttribute : Attribute, IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<CurrentActor>().OrNobody?.Is(Role.Designer) != true)
            context.Result = new NotFoundResult();
    }
}
