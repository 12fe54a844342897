using WorkflowHost.Tests.Torture;

// `dotnet test` does not come here. What takes too long for every run is a command of its own.
if (args is not ["torture", .. var options])
{
    Console.Error.WriteLine($"dotnet run --project tests/Tests.csproj -- {TortureOptions.Usage}");
    return 2;
}
var report = await TortureRun.RunAsync(TortureOptions.Parse(options));
Console.WriteLine(report.ToJson());
return report.Problems.Count == 0 ? 0 : 1;
