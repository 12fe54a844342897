using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace WorkflowHost.Web.Features.About;

/// <summary>What is kept about people, in plain words. Open to all.</summary>
[AllowAnonymous]
public sealed class PrivacyModel : PageModel;
