using System.Globalization;
using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Instances;

/// <summary>
/// The flowchart of an instance as a drawing: boxes where the designer put them, the way that was taken, and where it
/// stands now. Only the outermost flowchart is drawn; what lies inside a box is in the journal.
/// </summary>
public sealed class Diagram
{
    public const int BoxWidth = 170;
    public const int BoxHeight = 76;
    const int Margin = 30;
    const string Start = "Elsa.Start";

    Diagram(IReadOnlyList<Box> boxes, IReadOnlyList<Arrow> arrows) => (Boxes, Arrows) = (boxes, arrows);

    public IReadOnlyList<Box> Boxes { get; }

    public IReadOnlyList<Arrow> Arrows { get; }

    public double Width => Boxes.Count == 0 ? 0 : Boxes.Max(box => box.X) + BoxWidth + Margin;

    public double Height => Boxes.Count == 0 ? 0 : Boxes.Max(box => box.Y) + BoxHeight + Margin;

    /// <summary>A definition that nothing runs: no way was taken yet.</summary>
    public static Diagram Of(WorkflowDefinition definition) => Of(definition, [], new HashSet<string>(), new HashSet<string>());

    /// <param name="journal">What happened, by node id.</param>
    /// <param name="here">Node ids where it waits.</param>
    /// <param name="faults">Node ids with an open incident.</param>
    public static Diagram Of(
        WorkflowDefinition definition, IReadOnlyList<JournalRow> journal, IReadOnlySet<string> here, IReadOnlySet<string> faults)
    {
        var nodes = definition.Root.Children;
        var places = nodes.Select((node, number) => PlaceOf(node.Json, number)).ToList();
        var (left, top) = places.Count == 0 ? (0, 0) : (places.Min(place => place.X), places.Min(place => place.Y));
        var boxes = nodes.Select((node, number) => new Box(node, places[number].X - left + Margin, places[number].Y - top + Margin,
            // A start leaves no line in the journal.
            node.Type == Start ? "done" : StateOf(node.NodeId, journal, here, faults))).ToList();
        return new Diagram(boxes, [.. ArrowsOf(definition.Root.Json, boxes, journal)]);
    }

    static string StateOf(string node, IReadOnlyList<JournalRow> journal, IReadOnlySet<string> here, IReadOnlySet<string> faults)
    {
        bool Holds(string inside) => inside == node || inside.StartsWith(node + ":", StringComparison.Ordinal);
        return faults.Any(Holds) ? "fault" : here.Any(Holds) ? "here" : journal.Any(row => Holds(row.NodeId) && row.Event == "Completed") ? "done" : "";
    }

    // A definition that was never opened in the designer has no positions: one below the other.
    static (double X, double Y) PlaceOf(JsonElement node, int number) =>
        node.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("designer", out var designer)
        && designer.TryGetProperty("position", out var position)
            ? (position.GetProperty("x").GetDouble(), position.GetProperty("y").GetDouble())
            : (0, number * (BoxHeight + 40));

    static IEnumerable<Arrow> ArrowsOf(JsonElement root, IReadOnlyList<Box> boxes, IReadOnlyList<JournalRow> journal)
    {
        if (!root.TryGetProperty("connections", out var connections))
            yield break;
        var byId = boxes.ToDictionary(box => box.Node.Id);
        foreach (var connection in connections.EnumerateArray())
        {
            var (source, target) = (connection.GetProperty("source"), connection.GetProperty("target"));
            if (!byId.TryGetValue(source.GetProperty("activity").GetString()!, out var from)
                || !byId.TryGetValue(target.GetProperty("activity").GetString()!, out var to))
                continue;
            var port = source.TryGetProperty("port", out var name) ? name.GetString() ?? "" : "";
            yield return new Arrow(from, to, port, IsTaken(from, to, port, journal));
        }
    }

    static bool IsTaken(Box from, Box to, string port, IReadOnlyList<JournalRow> journal)
    {
        var left = from.Node.Type == Start || journal.Any(row => row.NodeId == from.Node.NodeId && row.Event == "Completed"
            && (row.Outcome ?? "").Split(", ").Contains(port));
        return left && (to.State.Length > 0 || journal.Any(row => row.NodeId == to.Node.NodeId));
    }

    /// <summary>An activity; <paramref name="State"/> is "done", "here", "fault" or "".</summary>
    public sealed record Box(ActivityNode Node, double X, double Y, string State);

    /// <summary>A connection.</summary>
    public sealed record Arrow(Box From, Box To, string Port, bool Taken)
    {
        double StartX => From.X + BoxWidth;

        double StartY => From.Y + BoxHeight / 2d;

        double EndY => To.Y + BoxHeight / 2d;

        bool GoesBack => To.X <= From.X;

        /// <summary>The line; one that leads back runs below the boxes.</summary>
        public string Line => GoesBack
            ? Text($"M{From.X + BoxWidth / 2d} {From.Y + BoxHeight} C{From.X + BoxWidth / 2d} {From.Y + BoxHeight + 70}, {To.X + BoxWidth / 2d} {To.Y + BoxHeight + 70}, {To.X + BoxWidth / 2d} {To.Y + BoxHeight + 9}")
            : Text($"M{StartX} {StartY} C{StartX + 45} {StartY}, {To.X - 50} {EndY}, {To.X - 9} {EndY}");

        public string Head => GoesBack
            ? Text($"M{To.X + BoxWidth / 2d} {To.Y + BoxHeight} l-6 11 l12 0 z")
            : Text($"M{To.X} {EndY} l-11 -6 l0 12 z");

        public string LabelX => GoesBack ? Text($"{(From.X + To.X) / 2 + BoxWidth / 2d}") : Text($"{StartX + 6}");

        public string LabelY => GoesBack ? Text($"{Math.Max(From.Y, To.Y) + BoxHeight + 48}") : Text($"{StartY + (EndY < StartY ? -6 : EndY > StartY ? 16 : -6)}");

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A line of the journal.</summary>
public sealed class JournalRow
{
    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public string NodeId { get; init; } = "";
    public string Event { get; init; } = "";
    public string? Outcome { get; init; }
    public string? ByWhom { get; init; }
    public string? NameTh { get; init; }
    public string? NameEn { get; init; }
}
