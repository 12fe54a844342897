using System.Globalization;
using System.Text;

namespace WorkflowHost.Web.Operations;

/// <summary>Prometheus' text format, version 0.0.4: families in order, each with its help, its type and its samples.</summary>
public sealed class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder text = new();

    /// <param name="type">counter, gauge or histogram.</param>
    public void Family(string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    /// <param name="labels">As <see cref="Labels"/> writes them, without braces; empty for none.</param>
    public void Sample(string name, double value, string labels = "")
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>A family of one sample.</summary>
    public void Gauge(string name, string help, double value)
    {
        Family(name, "gauge", help);
        Sample(name, value);
    }

    public static string Labels(params IEnumerable<(string Name, string Value)> pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Name}=\"{Escape(pair.Value)}\""));

    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public override string ToString() => text.ToString();

    static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
