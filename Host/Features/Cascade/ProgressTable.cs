using WorkflowHost.Activities.Cascade;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>Places with the numbers of their units by state: a line each, with a bar of the four colours.</summary>
public sealed class ProgressTable
{
    /// <summary>Width of a bar in its own units.</summary>
    public const int BarWidth = 200;

    ProgressTable(IReadOnlyList<Line> lines) => Lines = lines;

    public IReadOnlyList<Line> Lines { get; }

    public long Total => Lines.Sum(line => line.Total);

    public long Of(string state) => Lines.Sum(line => line[state]);

    /// <summary>The sum of all lines as a bar.</summary>
    public IReadOnlyList<Part> Bar => PartsOf(Of, Total);

    public static ProgressTable From(IEnumerable<StateCount> counts) => new([.. counts.GroupBy(count => count.Code)
        .Select(group => new Line(group.First(), group.ToDictionary(count => count.State, count => count.Number)))]);

    static List<Part> PartsOf(Func<string, long> number, long total)
    {
        var parts = new List<Part>();
        var at = 0L;
        foreach (var state in (string[])[UnitState.Done, UnitState.Opened, UnitState.Unopened, UnitState.Late,
            UnitState.Unreached])
        {
            var (from, to) = (at * BarWidth / Math.Max(1, total), (at + number(state)) * BarWidth / Math.Max(1, total));
            if (to > from)
                parts.Add(new Part(state, from, to - from));
            at += number(state);
        }
        return parts;
    }

    /// <summary>One colour of a bar.</summary>
    public sealed record Part(string State, long From, long Width);

    /// <summary>A province or a district.</summary>
    public sealed class Line(StateCount place, Dictionary<string, long> numbers)
    {
        public StateCount Place => place;

        public long Total => numbers.Values.Sum();

        public long this[string state] => numbers.GetValueOrDefault(state);

        public IReadOnlyList<Part> Bar => PartsOf(state => this[state], Total);
    }
}
