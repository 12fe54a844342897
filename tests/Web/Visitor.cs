using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace WorkflowHost.Tests.Web;

/// <summary>A browser without scripts: keeps cookies, sends forms with their tokens, follows redirects only when told.</summary>
public sealed partial class Visitor : IDisposable
{
    HttpClient client = null!;

    public Visitor(string address, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new();
        MoveTo(address);
    }

    public CookieContainer Cookies { get; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Patience
    {
        init => client.Timeout = value;
    }

    /// <summary>Goes on at another address with the same cookies, after a restart.</summary>
    public void MoveTo(string address)
    {
        client?.Dispose();
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
        client = new HttpClient(handler) { BaseAddress = new Uri(address) };
    }

    public async Task<Answer> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        return await SendAsync(request);
    }

    /// <summary>
    /// Opens the page at <paramref name="path"/>, and sends its form back with these values (an anonymous object, or pairs
    /// when a name repeats). <paramref name="to"/> is the form's own action where it has one.
    /// </summary>
    public async Task<Answer> PostAsync(string path, object values, string? to = null)
    {
        var token = (await GetAsync(path)).FormToken;
        return await PostRawAsync(to ?? path, [.. Pairs(values), new("__RequestVerificationToken", token ?? "")]);
    }

    /// <summary>The same with a file in the form, as <c>multipart/form-data</c>.</summary>
    public async Task<Answer> UploadAsync(
        string path, object values, string field, string fileName, byte[] content, string mediaType)
    {
        var token = (await GetAsync(path)).FormToken;
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Pairs(values))
            form.Add(new StringContent(value), name);
        form.Add(new StringContent(token ?? ""), "__RequestVerificationToken");
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        form.Add(file, field, fileName);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        return await SendAsync(request);
    }

    /// <summary>Sends exactly these pairs, with no token of its own.</summary>
    public async Task<Answer> PostRawAsync(string path, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(pairs) };
        return await SendAsync(request);
    }

    /// <summary>Anything else, such as a call of the API.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join("; ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The same for what is no text.</summary>
    public async Task<byte[]> SendForBytesAsync(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Opens where a redirect leads.</summary>
    public Task<Answer> FollowAsync(Answer redirect) => GetAsync(redirect.Location
        ?? throw new AssertionException($"Not a redirect, but {redirect.Status}: {redirect.Text}"));

    public void Dispose() => client.Dispose();

    static IEnumerable<KeyValuePair<string, string>> Pairs(object values) => values as IEnumerable<KeyValuePair<string, string>>
        ?? values.GetType().GetProperties().Select(property =>
            KeyValuePair.Create(property.Name.Replace('_', '.'), Convert.ToString(property.GetValue(values), null) ?? ""));

    /// <summary>What came back.</summary>
    /// <param name="Html">The body as sent.</param>
    public sealed partial record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Html)
    {
        public string? Location => Headers.GetValueOrDefault("Location");

        public string? FormToken => Token().Match(Html) is { Success: true } match ? match.Groups[1].Value : null;

        /// <summary>The words a reader sees: no tags, no entities, one blank between words.</summary>
        public string Text => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Html, " ")), " ").Trim();

        [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
        private static partial Regex Token();

        [GeneratedRegex("<(style|script|head)[^>]*>.*?</\\1>|<[^>]+>", RegexOptions.Singleline)]
        private static partial Regex Tags();

        [GeneratedRegex("\\s+")]
        private static partial Regex Blanks();
    }
}
