using System.Net.Http.Headers;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Web;
using WorkflowHost.Web.Designer.Hosting;

namespace WorkflowHost.Tests.Designer;

/// <summary>The pages around Studio's widgets, and the files of its package.</summary>
public sealed class StudioPageTests
{
    TestHost host = null!;
    Visitor designer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        designer = await host.SignInAsync("designer");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Only_designers_open_the_pages_and_others_are_told_so()
    {
        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])["/studio", "/studio/definitions/bbl-access", "/studio/instances", "/studio/instances/x"])
        {
            Assert.That((await designer.GetAsync(path)).Status, Is.EqualTo(200), path);
            var refused = await officer.GetAsync(path);
            Assert.That(refused.Status, Is.EqualTo(403), path);
            Assert.That(refused.Text, Does.Contain("หน้านี้ไม่อยู่ในหน้าที่ของคุณ"), path);
            Assert.That((await host.NewVisitor().GetAsync(path)).Status, Is.EqualTo(302), path);
        }
        Assert.That((await designer.GetAsync("/studio/else")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Addresses_of_Elsas_own_host_lead_to_our_pages()
    {
        foreach (var root in (string[])["", "/studio"])
        {
            var edit = await designer.GetAsync(root + "/workflows/definitions/bbl-access/edit");
            Assert.That(edit.Location, Is.EqualTo("/studio/definitions/bbl-access"));
            var view = await designer.GetAsync(root + "/workflows/instances/i1/view");
            Assert.That(view.Location, Is.EqualTo("/studio/instances/i1"));
        }
    }

    [Test]
    public async Task Only_these_pages_may_run_WebAssembly()
    {
        RequireStudio();
        Assert.That((await designer.GetAsync("/studio")).Headers["Content-Security-Policy"],
            Does.Contain("'wasm-unsafe-eval'").And.Not.Contain("script-src 'self' 'unsafe-inline'")
                .And.Contain("object-src 'none'"));
        Assert.That((await designer.GetAsync("/")).Headers["Content-Security-Policy"], Does.Not.Contain("wasm"));
    }

    [TestCase("br")]
    [TestCase("gzip")]
    [TestCase("identity")]
    public async Task Its_files_come_packed_as_the_browser_likes_and_are_kept(string packing)
    {
        RequireStudio();
        var folder = host.Get<StudioFolder>().Path!;
        var files = Directory.EnumerateFiles(Path.Combine(folder, "_framework"), "dotnet.native.*.wasm");
        var wasm = Path.GetFileName(files.Single());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/studio/_framework/" + wasm);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(packing));
        var answer = await host.NewVisitor().SendAsync(request);
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((200, "application/wasm")));
        Assert.That(answer.Headers.GetValueOrDefault("Content-Encoding"), Is.EqualTo(packing == "identity" ? null : packing));
        Assert.That(answer.Headers["Cache-Control"], Does.Contain("immutable"));
        var script = await host.NewVisitor().GetAsync("/studio/_framework/dotnet.js");
        Assert.That(script.Headers["Cache-Control"], Is.EqualTo("no-cache"));
    }

    [Test]
    public async Task Nothing_else_of_the_package_is_served()
    {
        foreach (var path in (string[])["/studio/index.html", "/studio/package.json", "/studio/_framework/../package.json",
            "/studio/_framework/%2e%2e/package.json"])
            Assert.That((await designer.GetAsync(path)).Status, Is.EqualTo(404), path);
    }

    [Test]
    public void Without_the_package_there_is_no_canvas_and_the_page_says_how_to_get_it()
    {
        var page = File.ReadAllText(Repository.Path("Host/Features/Designer/_StudioMissing.cshtml"));
        Assert.That(page, Does.Contain("npm ci --prefix Host/Studio"));
        Assert.That(File.Exists(Repository.Path("Host/Studio/package-lock.json")), "npm ci needs it");
        foreach (var file in Directory.EnumerateFiles(Repository.Path("Host/Studio")))
            Assert.That(File.ReadAllText(file), Does.Not.Contain("://"), "no registry is named in the repository");
    }

    void RequireStudio() => Required.OrSkip(
        host.Get<StudioFolder>().IsInstalled, "the npm package @elsa-workflows/elsa-studio-wasm");
}
