using WorkflowHost.Tests.Cluster;
using WorkflowHost.Tests.Load;
using WorkflowHost.Tests.Torture;

// `dotnet test` does not come here. What takes too long for every run is a command of its own.
switch (args)
{
    case ["torture", .. var options]:
        var report = await TortureRun.RunAsync(TortureOptions.Parse(options));
        Console.WriteLine(report.ToJson());
        return report.Problems.Count == 0 ? 0 : 1;
    case ["load", .. var options]:
        Console.WriteLine((await LoadRun.RunAsync(LoadOptions.Parse(options))).ToJson());
        return 0;
    case [NextVersion.Command, .. var options]:
        return await NextVersion.RunAsync(options);
    default:
        Console.Error.WriteLine($"dotnet run --project tests/Tests.csproj -- {TortureOptions.Usage}");
        Console.Error.WriteLine($"dotnet run -c Release --project tests/Tests.csproj -- {LoadOptions.Usage}");
        return 2;
}
