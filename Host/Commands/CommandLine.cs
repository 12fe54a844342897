namespace WorkflowHost.Web.Commands;

/// <summary>The program's own command line: <c>dotnet run --project Host -- validate Workflows/*.json</c>.</summary>
public static class CommandLine
{
    /// <summary>Every command: its name, what it takes, what it does, and the verb. One line each.</summary>
    static readonly Command[] Commands =
    [
        new("validate", "PATH…", "read workflow definitions and print everything wrong with them", Validate.RunAsync),
        new("simulate", "DEFINITION …",
            "run a definition through years with invented organisations; alone it lists its options", Simulate.RunAsync),
        new("import", "organisations FILE.csv", "store the organisations of a CSV file, all of them or none", Import.RunAsync),
        new("export", "[FOLDER] …", "write the published definitions to files, one each, in a form that compares well",
            Export.RunAsync),
        new("mail-in", "< MAIL", "take in one mail that came back, from a mail server's pipe", MailIn.RunAsync),
        new("account", "add NAME …", "make a person with a role and an account", AddAccount.RunAsync),
        new("citizen-ids", "new-key|reseal|drop-old", "change the key that seals citizen ids, in three steps",
            CitizenIdKeysCommand.RunAsync),
        new("backup", "FOLDER …", "copy the store and the letters into a new folder, while hosts work", BackupCommand.RunAsync),
        new("restore", "FOLDER --sent …", "bring a backup back; nothing is mailed again, and no old link works",
            RestoreCommand.RunAsync),
        new("bench", "approvals|send|review …",
            "measure approvals, a sending or a review on this machine and store; 'bench' alone lists its options",
            Bench.BenchCommand.RunAsync),
    ];

    /// <summary>Settings begin with a dash; a word without one is a command.</summary>
    public static bool IsCommand(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h");

    /// <summary>Answers the exit code: 0 all is well, 1 the command found problems, 2 there is no such command.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (Commands.FirstOrDefault(command => command.Name == args[0]) is { } found)
            return await found.RunAsync(args[1..], output);
        var asked = args[0] is "help" or "--help" or "-h";
        if (!asked)
            output.WriteLine($"There is no command '{args[0]}'.\n");
        Help(output);
        return asked ? 0 : 2;
    }

    static void Help(TextWriter output)
    {
        output.WriteLine("WorkflowHost: approvals driven by circulars.\n");
        output.WriteLine("Without a command it serves the site. Settings: appsettings.json, or --Section:Key=value.\n");
        output.WriteLine($"  {"help",-32}this text");
        foreach (var command in Commands)
            output.WriteLine($"  {command.Name + " " + command.Takes,-32}{command.Does}");
    }

    sealed record Command(string Name, string Takes, string Does, Func<string[], TextWriter, Task<int>> RunAsync);
}
