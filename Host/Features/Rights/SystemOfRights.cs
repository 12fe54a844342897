using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;

namespace WorkflowHost.Web.Features.Rights;

/// <summary>A system that rights are given in, with the circular under which it is asked for and that one's rules.</summary>
public sealed record SystemOfRights(string System, string Circular, RequestRules.Values Rules)
{
    /// <summary>BBL of circular A first, then e-Plan and the account of circular B.</summary>
    public static async Task<IReadOnlyList<SystemOfRights>> AllAsync(Filing filing)
    {
        var all = new List<SystemOfRights>();
        foreach (var definition in (string[])[Filing.Definition, Filing.SignOnDefinition])
        {
            var rules = await filing.RulesAsync(definition);
            all.AddRange(rules.Systems.Append(rules.AccountSystem).Where(system => system.Length > 0)
                .Select(system => new SystemOfRights(system, rules.Circular, rules)));
        }
        return all;
    }

    /// <summary>What an organisation holds and asks for; where seats are counted also when that is nothing.</summary>
    public static async Task<IReadOnlyList<(SystemOfRights System, SeatTable Seats)>> TablesAsync(
        Database database, Filing filing, Organisation organisation)
    {
        var tables = new List<(SystemOfRights System, SeatTable Seats)>();
        foreach (var system in await AllAsync(filing))
        {
            var seats = await SeatTable.OfAsync(
                database, organisation.Code, system.System, system.Rules.SeatsOf(organisation.Type));
            if (seats.Held.Count + seats.Asked.Count > 0 || (system.Circular == "A" && system.Covers(organisation.Type)))
                tables.Add((system, seats));
        }
        return tables;
    }

    public bool Covers(string type) => Rules.CoveredTypes.Contains(type);
}
