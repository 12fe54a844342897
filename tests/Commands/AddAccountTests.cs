using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Commands;

/// <summary><c>account add NAME …</c>, as typed; the way the first operator comes in.</summary>
[NonParallelizable]
public sealed class AddAccountTests
{
    const string Password = "ข้าวเหนียวมะม่วงสามจาน";

    string folder = "";

    [SetUp]
    public async Task MakeFolderAsync()
    {
        folder = Directory.CreateTempSubdirectory("workflowhost-account").FullName;
        var file = Path.Combine(folder, "list.csv");
        await File.WriteAllTextAsync(
            file, "code,name_th,type,province_code,district_code,district_th,parent_code\n2350101,อบจ.ยโสธร,pao,35,,,\n");
        await RunAsync("", "import", "organisations", file);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task AnAccount_IsMadeOnce_AndIsOnRecord()
    {
        var (code, text) = await AddAsync("keeper", Password);
        Assert.That((code, text), Is.EqualTo((0, "The account 'keeper' can sign in as operator of 2350101.\n")));
        Assert.That((await AddAsync("Keeper", Password)).Text, Does.Contain("There is an account “keeper” already"));
        await using var database = new SqliteDatabase(Path.Combine(folder, "store.db"));
        Assert.That(await database.FirstAsync<long>("select count(*) from people"), Is.EqualTo(1), "all of it or nothing");
        Assert.That(
            await database.FirstAsync<string>("select detail from audit where action = 'account-added'"), Is.EqualTo("operator"));
        Assert.That(await database.FirstAsync<string>("select password_hash from accounts"), Does.Not.Contain(Password));
    }

    [TestCase("keeper", "short", "needs at least 12")]
    [TestCase("keeper", "the keeper of all", "must not hold the user name")]
    [TestCase("a b", Password, "no blanks")]
    public async Task WhatIsWrong_IsNamed(string name, string password, string words)
    {
        var (code, text) = await AddAsync(name, password);
        Assert.That((code, text.Contains(words, StringComparison.Ordinal)), Is.EqualTo((1, true)), text);
    }

    Task<(int Code, string Text)> AddAsync(string name, string password) => RunAsync(password + "\n",
        "account", "add", name, "--person", "นาย|สมชาย|ใจดี|Somchai Jaidee|s@lao.example", "--organisation", "2350101", "--role",
        "operator");

    async Task<(int Code, string Text)> RunAsync(string typed, params string[] args)
    {
        var (input, output) = (Console.In, new StringWriter());
        Console.SetIn(new StringReader(typed));
        try
        {
            return (await CommandLine.RunAsync(
                [.. args, $"--Store:Path={folder}/store.db", "--Site:PublicUrl=https://flow.example",
                $"--Serilog:WriteTo:File:Args:path={folder}/log-.json"], output), output.ToString());
        }
        finally
        {
            Console.SetIn(input);
        }
    }
}
