using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web;

namespace WorkflowHost.Tests.Web;

/// <summary>
/// The whole program on a free loopback port, with a SQLite file of its own and a clock that only a test pushes. Nothing
/// happens by itself: a test says <see cref="RunDueAsync"/> and <see cref="DispatchAsync"/> where the timetable would.
/// In Development it has the demo province and its accounts.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    // A store that the program has prepared, with the demo province: made once in a run, and copied for each host.
    static readonly Lazy<Task<string>> Prepared = new(PrepareAsync);

    readonly string folder;
    readonly string[] args;
    WebApplication app = null!;

    TestHost(TestClock clock, string folder, string[] args) => (Clock, this.folder, this.args) = (clock, folder, args);

    public TestClock Clock { get; }

    public IServiceProvider Services => app.Services;

    public Database Database => Get<Database>();

    public string Address => app.Urls.First();

    /// <summary>What the program was started with, for a command on the same store.</summary>
    public string[] Arguments => args;

    public string Folder => folder;

    /// <summary>Where mails lie as .eml files once they were dispatched.</summary>
    public string MailFolder => Path.Combine(folder, "mail");

    /// <param name="settings">As on the command line, such as <c>--Limits:SignInsPerMinute=3</c>.</param>
    public static async Task<TestHost> StartAsync(string environment = "Development", params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-web").FullName;
        if (environment == "Development" && !settings.Any(setting => setting.StartsWith("--Store:", StringComparison.Ordinal)))
            foreach (var file in Directory.GetFiles(await Prepared.Value))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var host = new TestHost(new TestClock(), folder, [.. Args(folder, environment), .. settings]);
        await host.StartAsync();
        return host;
    }

    /// <summary>Ends the program, does something to what it left, and starts it on that.</summary>
    public async Task RestartAsync(Func<Task> between)
    {
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await between();
        await StartAsync();
    }

    /// <summary>Ends the program and starts it on the same store; a browser goes on with <see cref="Visitor.MoveTo"/>.</summary>
    public Task RestartAsync() => RestartAsync(() => Task.CompletedTask);

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A browser that nobody has signed in with yet.</summary>
    public Visitor NewVisitor() => new(Address);

    /// <summary>A browser signed in with a demo account, such as "officer" (see <see cref="DemoData.People"/>).</summary>
    public async Task<Visitor> SignInAsync(string userName, string password = DemoData.Password)
    {
        var visitor = NewVisitor();
        var answer = await visitor.PostAsync("/sign-in", new { UserName = userName, Password = password });
        Assert.That(answer.Status, Is.EqualTo(302), $"'{userName}' could not sign in: {answer.Text}");
        return visitor;
    }

    /// <summary>What the timetable does every second: timers, reminders, steps left over.</summary>
    public Task<int> RunDueAsync() => Get<WorkflowRuntime>().RunDueAsync();

    /// <summary>Sends what waits in the outbox; mails land in <see cref="MailFolder"/>.</summary>
    public Task<int> DispatchAsync() => Get<OutboxDispatcher>().DispatchAsync();

    /// <summary>Tells the host to stop, as the operating system would.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    async Task StartAsync()
    {
        app = Composition.Build(args, services => services.AddSingleton<TimeProvider>(Clock));
        await Preparation.RunAsync(app.Services);
        await app.StartAsync();
    }

    static async Task<string> PrepareAsync()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-prepared").FullName;
        var host = new TestHost(new TestClock(), folder, Args(folder, "Development"));
        await host.StartAsync();
        await host.app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    static string[] Args(string folder, string environment) =>
    [
        "--environment", environment, "--urls", "http://127.0.0.1:0", "--Timetable:Enabled=false",
        $"--Store:Path={folder}/store.db", $"--Letters:Folder={folder}/letters", $"--Mail:FolderPath={folder}/mail",
        $"--Mail:SentFolder={folder}/sent",
        $"--CitizenIds:KeyFile={folder}/ids.key",
        $"--Serilog:WriteTo:File:Args:path={folder}/log-.json", "--Serilog:MinimumLevel:Default=Error",
        "--Limits:SignInsPerMinute=10000", "--Limits:MailLinksPerMinute=10000",
        .. environment == "Development" ? Array.Empty<string>() : ["--Site:PublicUrl=https://flow.example"],
    ];
}
