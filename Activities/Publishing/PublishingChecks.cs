using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Publishing;

/// <summary>
/// What keeps a version from being published, whoever asks (T85): it can't run, a clause of its circular is carried out by no
/// step and decided by nobody, or this very content was never simulated. Each with its reason and the way out.
/// </summary>
public sealed class PublishingChecks(Database database, DefinitionVersions versions, PublishingRules rules)
{
    /// <summary>Everything at once, for the page; empty when nothing is in the way.</summary>
    public async Task<IReadOnlyList<RefusedException>> ReasonsAsync(DefinitionVersion version) => Reasons(version,
        await CoverageAsync(version), await StoredCircular.FindAsync(database, CircularOf(version)) is not null,
        await WasSimulatedAsync(database.FirstAsync<string>, version.Hash));

    /// <summary>Every clause of the version's circular, and what carries it out.</summary>
    public async Task<IReadOnlyList<ClauseCoverage>> CoverageAsync(DefinitionVersion version) =>
        ClauseCoverage.Of(version, await database.QueryAsync<CountedDefinition>(CountedDefinition.Query),
            await StoredCircular.AllAsync(database));

    /// <exception cref="RefusedException">The first there is.</exception>
    internal async Task RequireNoneAsync(Transaction transaction, DefinitionVersion version)
    {
        var counted = await transaction.QueryAsync<CountedDefinition>(CountedDefinition.Query, new { });
        var simulated = await WasSimulatedAsync(transaction.FirstAsync<string>, version.Hash);
        var known = await StoredCircular.AllAsync(transaction);
        if (Reasons(version, ClauseCoverage.Of(version, counted, known), known.Any(one => one.Id == CircularOf(version)),
            simulated) is [var first, ..])
            throw first;
    }

    List<RefusedException> Reasons(
        DefinitionVersion version, IReadOnlyList<ClauseCoverage> clauses, bool isCircularKnown, bool simulated)
    {
        var reasons = new List<RefusedException>();
        if (versions.ProblemsOf(version.Json) is { Count: > 0 } problems)
            reasons.Add(CannotRun(problems));
        if (CircularOf(version) is { } circular && !isCircularKnown)
            reasons.Add(NoSuchCircular(circular));
        if (clauses.Where(clause => !clause.IsCovered).ToList() is { Count: > 0 } open)
            reasons.Add(Uncovered(open));
        if (rules.SimulationNeeded && !simulated)
            reasons.Add(NotSimulated(version));
        return reasons;
    }

    static string? CircularOf(DefinitionVersion version) => ClauseCoverage.CircularOf(DefinitionText.Parse(version.Json));

    static async Task<bool> WasSimulatedAsync(Func<string, object, Task<string?>> first, string hash) =>
        await first("select hash from simulations where hash = @hash and state = 'done' limit 1", new { hash }) is not null;

    static RefusedException CannotRun(IReadOnlyList<DefinitionProblem> problems) => new("definition-problems",
        $"ยังมีสิ่งที่ต้องแก้ {problems.Count} ข้อ เช่น {problems[0].InThai}",
        $"{problems.Count} problem(s) must be mended first, such as: {problems[0].InEnglish}.");

    static RefusedException NoSuchCircular(string circular) => new("no-such-circular",
        $"แบบกระบวนการอ้างหนังสือเวียน '{circular}' ซึ่งไม่มีในระบบ ให้แก้เป็นหนังสือเวียนที่มี",
        $"The definition names the circular '{circular}', which isn't known. Name one that is.");

    static RefusedException Uncovered(List<ClauseCoverage> open)
    {
        var ids = string.Join(", ", open.Select(clause => clause.Clause.Id));
        return new("clause-uncovered",
            $"ยังไม่มีขั้นตอนใดปฏิบัติตามข้อ {ids} ให้ระบุข้อไว้ที่ขั้นตอนที่ปฏิบัติ หรือบันทึกเหตุผลที่ไม่ต้องมีขั้นตอน",
            $"No step carries out clause {ids}. Name the clause at the step that does, or record why none is needed.",
                open[0].Clause.Id);
    }

    static RefusedException NotSimulated(DefinitionVersion version) => new("simulation-needed",
        $"ยังไม่ได้จำลองการทำงานของฉบับที่ {version.Version} ตามเนื้อหานี้ ให้จำลองจนจบก่อน ถ้าแก้ไขอีกต้องจำลองใหม่",
        $"Version {version.Version} was not simulated with this content. " +
            "Run the simulation to its end first; after another change, again.");
}
