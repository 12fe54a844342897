using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace WorkflowHost.Tests.Web;

/// <summary>A signed-in program that calls the API.</summary>
sealed class ApiCaller(Visitor visitor)
{
    public static async Task<ApiCaller> AsAsync(TestHost host, string account) => new(await host.SignInAsync(account));

    public async Task<(int Status, JsonNode Body)> GetAsync(string path, string language = "th")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/" + path);
        return await SendAsync(request, language);
    }

    public async Task<(int Status, JsonNode Body)> PostAsync(string path, object body, string language = "th")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/" + path) { Content = JsonContent.Create(body) };
        return await SendAsync(request, language);
    }

    public async Task<(int Status, JsonNode Body)> PostTextAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/api/" + path)
        { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await SendAsync(request, "th");
    }

    public async Task<(int Status, JsonNode Body)> UploadAsync(
        string path, IEnumerable<KeyValuePair<string, string>> fields, byte[] file, string fileName, bool ourHeader = true)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(file), "file", fileName);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/" + path) { Content = form };
        if (ourHeader)
            request.Headers.Add("X-WorkflowHost", "test");
        return await SendAsync(request, "th");
    }

    async Task<(int Status, JsonNode Body)> SendAsync(HttpRequestMessage request, string language)
    {
        request.Headers.AcceptLanguage.ParseAdd(language);
        var answer = await visitor.SendAsync(request);
        if (answer.Status >= 400)
            Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/problem+json"),
                $"{request.RequestUri} {answer.Status} {answer.Html}");
        return (answer.Status, answer.Html.Length == 0 ? new JsonObject() : JsonNode.Parse(answer.Html)!);
    }
}

static class ApiAnswers
{
    public static string Text(this JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";

}
