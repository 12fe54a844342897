using WorkflowHost.Activities.Demo;

namespace WorkflowHost.Tests.Web;

/// <summary>What several tests of the API begin with.</summary>
static class ApiCases
{
    /// <summary>A form of the city or another organisation; always under the same key.</summary>
    public static object Form(
        string kind, string organisation = DemoData.City, string? person = null, string? oldRight = null) => new
        {
            formKey = "key-1",
            system = "BBL",
            kind,
            organisationCode = organisation,
            personId = person,
            oldRightId = oldRight,
        };

    /// <summary>The city confirms its right; answers the request's id.</summary>
    public static async Task<string> FileAsync(ApiCaller officer)
    {
        var (status, filed) = await officer.PostAsync("requests", Form("confirm", oldRight: "city-1"));
        Assert.That(status, Is.EqualTo(201), filed.ToJsonString());
        return filed.Text("id");
    }
}
