using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Designer;

/// <summary>Calls the API as Elsa Studio does: with the cookie of the page, and the header that our script adds.</summary>
sealed class StudioCaller(Visitor visitor)
{
    public static async Task<StudioCaller> AsAsync(TestHost host, string account) => new(await host.SignInAsync(account));

    public Task<(int Status, JsonNode Body)> GetAsync(string path, string language = "th") =>
        SendAsync(HttpMethod.Get, path, null, language);

    public Task<(int Status, JsonNode Body)> PostAsync(string path, JsonNode? body = null) =>
        SendAsync(HttpMethod.Post, path, body);

    public Task<(int Status, JsonNode Body)> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Stops at a refusal.</summary>
    public async Task<JsonNode> OkAsync(Task<(int Status, JsonNode Body)> call)
    {
        var (status, body) = await call;
        Assert.That(status, Is.EqualTo(200), body.ToJsonString());
        return body;
    }

    async Task<(int Status, JsonNode Body)> SendAsync(HttpMethod method, string path, JsonNode? body, string language = "th")
    {
        using var request = new HttpRequestMessage(method, "/elsa/api/" + path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Add("X-WorkflowHost", "studio");
        if (body is not null)
            request.Content = JsonContent.Create(body);
        var answer = await visitor.SendAsync(request);
        var isJson = answer.Headers.GetValueOrDefault("Content-Type")?.Contains("json", StringComparison.Ordinal) == true;
        return (answer.Status, isJson ? JsonNode.Parse(answer.Html)! : JsonValue.Create(answer.Html));
    }
}
