using System.Globalization;
using System.Text.Json;
using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Features.Instances;

/// <summary>
/// One container of an instance as a drawing: boxes where the designer put them, the way that was taken, and where it stands
/// now. A box that holds others can be opened, and is then drawn by itself.
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
    public static Diagram Of(WorkflowDefinition definition) =>
        Of(definition.Root, [], new HashSet<string>(), new HashSet<string>());

    /// <param name="container">The step whose inside is drawn; the root shows the whole.</param>
    /// <param name="journal">What happened, by node id.</param>
    /// <param name="here">Node ids where it waits.</param>
    /// <param name="faults">Node ids with an open incident.</param>
    public static Diagram Of(
        ActivityNode container, IReadOnlyList<JournalRow> journal, IReadOnlySet<string> here, IReadOnlySet<string> faults)
    {
        var nodes = container.Children;
        var places = nodes.Select((node, number) => PlaceOf(node.Json, number)).ToList();
        var (left, top) = places.Count == 0 ? (0, 0) : (places.Min(place => place.X), places.Min(place => place.Y));
        var boxes = nodes.Select((node, number) =>
            new Box(node, places[number].X - left + Margin, places[number].Y - top + Margin,
            // A start leaves no line in the journal.
            node.Type == Start && journal.Count > 0 ? "done" : StateOf(node.NodeId, journal, here, faults),
            journal.LastOrDefault(row => row.NodeId == node.NodeId && row.Event != JournalRow.Migrated))).ToList();
        return new Diagram(boxes,
            [.. container.Activity is Sequence ? InOrder(boxes) : ArrowsOf(container.Json, boxes, journal)]);
    }

    static string StateOf(string node, IReadOnlyList<JournalRow> journal, IReadOnlySet<string> here, IReadOnlySet<string> faults)
    {
        bool Holds(string inside) => inside == node || inside.StartsWith(node + ":", StringComparison.Ordinal);
        return faults.Any(Holds) ? "fault" : here.Any(Holds) ? "here"
            : journal.Any(row => Holds(row.NodeId) && row.Event == "Completed") ? "done" : "";
    }

    // A definition that was never opened in the designer has no positions: one below the other.
    static (double X, double Y) PlaceOf(JsonElement node, int number) =>
        node.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("designer", out var designer) && designer.ValueKind == JsonValueKind.Object
        && designer.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.Object
            ? (Number(position, "x"), Number(position, "y"))
            : (0, number * (BoxHeight + 40));

    static double Number(JsonElement position, string name) =>
        position.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;

    static IEnumerable<Arrow> InOrder(IReadOnlyList<Box> boxes) =>
        boxes.Zip(boxes.Skip(1), (from, to) => new Arrow(from, to, "", from.State == "done" && to.State.Length > 0));

    static IEnumerable<Arrow> ArrowsOf(JsonElement flowchart, IReadOnlyList<Box> boxes, IReadOnlyList<JournalRow> journal)
    {
        if (!flowchart.TryGetProperty("connections", out var connections) || connections.ValueKind != JsonValueKind.Array)
            yield break;
        var byId = boxes.ToDictionary(box => box.Node.Id);
        foreach (var connection in connections.EnumerateArray())
        {
            var (source, port) = End(connection, "source", "sourcePort");
            var (target, _) = End(connection, "target", "targetPort");
            if (byId.TryGetValue(source, out var from) && byId.TryGetValue(target, out var to))
                yield return new Arrow(from, to, port, IsTaken(from, to, port.Length == 0 ? "Done" : port, journal));
        }
    }

    // Older files have flat ends: "source": "a", "sourcePort": "Done".
    static (string Activity, string Port) End(JsonElement connection, string end, string flatPort)
    {
        if (!connection.TryGetProperty(end, out var json))
            return ("", "");
        return json.ValueKind == JsonValueKind.Object ? (Word(json, "activity"), Word(json, "port"))
            : (json.ToString(), Word(connection, flatPort));
    }

    static string Word(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static bool IsTaken(Box from, Box to, string port, IReadOnlyList<JournalRow> journal)
    {
        // A container leaves no line of its own; that something inside it is done is all there is to see.
        var left = from.Node.Type == Start || (from.Node.Children.Count > 0 ? from.State == "done" : journal.Any(row =>
            row.NodeId == from.Node.NodeId && row.Event == "Completed" && (row.Outcome ?? "").Split(", ").Contains(port)));
        return left && (to.State.Length > 0 || journal.Any(row => row.NodeId == to.Node.NodeId));
    }

    /// <summary>An activity; <paramref name="State"/> is "done", "here", "fault" or "".</summary>
    /// <param name="Last">The last that happened at it.</param>
    public sealed record Box(ActivityNode Node, double X, double Y, string State, JournalRow? Last)
    {
        public bool CanBeOpened => Node.Children.Count > 0;
    }

    /// <summary>A connection.</summary>
    public sealed record Arrow(Box From, Box To, string Port, bool Taken)
    {
        double StartX => From.X + BoxWidth;

        double StartY => From.Y + BoxHeight / 2d;

        double EndY => To.Y + BoxHeight / 2d;

        bool GoesBack => To.X <= From.X;

        double FromMiddle => From.X + BoxWidth / 2d;

        double ToMiddle => To.X + BoxWidth / 2d;

        /// <summary>The line; one that leads back runs below the boxes.</summary>
        public string Line => GoesBack
            ? Text($"M{FromMiddle} {From.Y + BoxHeight} C{FromMiddle} {From.Y + BoxHeight + 70}, ")
                + Text($"{ToMiddle} {To.Y + BoxHeight + 70}, {ToMiddle} {To.Y + BoxHeight + 9}")
            : Text($"M{StartX} {StartY} C{StartX + 45} {StartY}, {To.X - 50} {EndY}, {To.X - 9} {EndY}");

        public string Head => GoesBack
            ? Text($"M{ToMiddle} {To.Y + BoxHeight} l-6 11 l12 0 z")
            : Text($"M{To.X} {EndY} l-11 -6 l0 12 z");

        public string LabelX => GoesBack ? Text($"{(From.X + To.X) / 2 + BoxWidth / 2d}") : Text($"{StartX + 6}");

        public string LabelY => GoesBack
            ? Text($"{Math.Max(From.Y, To.Y) + BoxHeight + 48}")
            : Text($"{StartY + (EndY > StartY ? 16 : -6)}");

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
