using WorkflowHost.Web;
using WorkflowHost.Web.Commands;
using WorkflowHost.Web.Settings;

if (CommandLine.IsCommand(args))
    return await CommandLine.RunAsync(args, Console.Out);
try
{
    await using var app = Composition.Build(args);
    await Preparation.RunAsync(app.Services);
    await app.RunAsync();
    return 0;
}
catch (SettingsException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
