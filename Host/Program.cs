using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
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
catch (Exception fault) when (IsForTheOperator(fault))
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

// Wrong settings, wrong definitions, a port or a store that another process holds: the message says it all.
static bool IsForTheOperator(Exception fault) => fault
    is SettingsException or CitizenIdKeyException
        or DefinitionException or IOException or InvalidOperationException { InnerException: IOException };
