using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web.ThaId;

/// <summary>
/// An OpenID provider as ThaID is one, on a free loopback port: it plays the person who proves themself, checks what the client
/// must
/// send, and can be told to answer badly.
/// </summary>
public sealed class TestProvider : IAsyncDisposable
{
    public const string Client = "workflowhost";
    public const string Secret = "s3cret & more";

    readonly WebApplication app;
    readonly Dictionary<string, (string Nonce, string Challenge, string Back)> codes = [];
    readonly RSA rsa = RSA.Create(2048);
    readonly RSA stranger = RSA.Create(2048);
    readonly ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    TestProvider(WebApplication app) => this.app = app;

    public TestClock Clock { get; private set; } = new();

    public string Issuer => app.Urls.First();

    public string Pid { get; set; } = "0000000079197";
    public string Name { get; set; } = "นางสาวสุภาพร ทุ่งทอง";

    /// <summary>Changes the claims before they are signed.</summary>
    public Action<Dictionary<string, object?>> Claims { get; set; } = _ => { };

    /// <summary>RS256, ES256, or a bad one.</summary>
    public string Algorithm { get; set; } = "RS256";

    public string KeyId { get; set; } = "key-1";

    /// <summary>Signs with a key that nobody published.</summary>
    public bool SignsWithAnother { get; set; }

    /// <summary>Changes the finished token.</summary>
    public Func<string, string> Token { get; set; } = token => token;

    public bool IsDown { get; set; }

    /// <summary>What the client was wrong about; empty when it did all it must.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new TestProvider(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.Use((context, next) => provider.IsDown ? Answer(context, 503) : next());
        app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = provider.Issuer,
            authorization_endpoint = provider.Issuer + "/authorize",
            token_endpoint = provider.Issuer + "/token",
            jwks_uri = provider.Issuer + "/keys",
        });
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        await app.StartAsync();
        return provider;
    }

    /// <summary>The settings of a host that knows this provider.</summary>
    public string[] Settings => [$"--ThaId:Issuer={Issuer}", $"--ThaId:ClientId={Client}", $"--ThaId:ClientSecret={Secret}"];

    public void Know(TestClock clock) => Clock = clock;

    /// <summary>What the browser does at the provider: the person proves themself, and is sent back.</summary>
    public static async Task<string> ProveAsync(string address)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await browser.GetAsync(address);
        return answer.Headers.Location?.PathAndQuery
            ?? throw new AssertionException($"The provider answered {answer.StatusCode}.");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    object Keys()
    {
        var (one, two) = (rsa.ExportParameters(false), ec.ExportParameters(false));
        return new
        {
            keys = new object[]
            {
                new { kty = "RSA", use = "sig", alg = "RS256", kid = "key-1", n = Base64Url.EncodeToString(one.Modulus),
                    e = Base64Url.EncodeToString(one.Exponent) },
                new { kty = "EC", use = "sig", crv = "P-256", kid = "key-2", x = Base64Url.EncodeToString(two.Q.X),
                    y = Base64Url.EncodeToString(two.Q.Y) },
                new { kty = "oct", use = "sig", kid = "key-3", k = "c2VjcmV0" },
            },
        };
    }

    IResult Authorize(HttpRequest request)
    {
        string Query(string name) => request.Query[name].ToString();
        Complain(Query("response_type") == "code" && Query("client_id") == Client, "response_type or client_id");
        Complain(Query("code_challenge_method") == "S256" && Query("code_challenge").Length == 43, "PKCE");
        Complain(Query("scope").Split(' ') is var scopes && scopes.Contains("openid") && scopes.Contains("pid")
            && scopes.Contains("ial"), "scope");
        Complain(Query("state").Length >= 43 && Query("nonce").Length >= 43, "state or nonce");
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (Query("nonce"), Query("code_challenge"), Query("redirect_uri"));
        return Results.Redirect($"{Query("redirect_uri")}?code={code}&state={Uri.EscapeDataString(Query("state"))}");
    }

    async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!codes.Remove(form["code"].ToString(), out var known))
            return Results.BadRequest(new { error = "invalid_grant" });
        var verifier = SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()));
        Complain(Base64Url.EncodeToString(verifier) == known.Challenge, "code_verifier");
        Complain(form["redirect_uri"] == known.Back && form["grant_type"] == "authorization_code", "redirect_uri or grant_type");
        var basic = Encoding.ASCII.GetString(
            Convert.FromBase64String(request.Headers.Authorization.ToString()["Basic ".Length..])).Split(':');
        Complain(Uri.UnescapeDataString(basic[1].Replace('+', ' ')) == Secret && basic[0] == Client, "client secret");
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["sub"] = "somebody",
            ["iat"] = now,
            ["exp"] = now + 300,
            ["nonce"] = known.Nonce,
            ["pid"] = Pid,
            ["name"] = Name,
            ["ial"] = 2.3,
        };
        Claims(claims);
        return Results.Ok(new { access_token = "opaque", token_type = "Bearer", id_token = Token(Signed(claims)) });
    }

    string Signed(Dictionary<string, object?> claims)
    {
        var text = $"{Part(new { alg = Algorithm, kid = KeyId })}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = Algorithm switch
        {
            "ES256" => ec.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), bytes),
            "none" => [],
            _ => (SignsWithAnother ? stranger : rsa).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    void Complain(bool holds, string about)
    {
        if (!holds)
            Complaints.Add(about);
    }

    static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
