using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WorkflowHost.Engine;

namespace WorkflowHost.Web.Operations;

/// <summary>
/// Adds up the measures of this host since it started: requests by page and status from the framework's own meter, steps and
/// mails from ours.
/// </summary>
public sealed class Measured : IDisposable
{
    public const string Requests = "http_request_duration_seconds";
    public const string Steps = "workflowhost_step_duration_seconds";
    public const string Mails = "workflowhost_mails_total";
    public const string Incoming = "workflowhost_incoming_mails_total";

    /// <summary>The framework's name of a tag, and ours: few, and each with few values.</summary>
    static readonly Dictionary<string, string> RequestLabels = new()
    {
        ["http.request.method"] = "method",
        ["http.route"] = "route",
        ["http.response.status_code"] = "status",
    };

    readonly ConcurrentDictionary<(string Family, string Labels), Series> all = new();
    readonly MeterListener listener = new();
    readonly IMeterFactory meters;

    public Measured(IMeterFactory meters)
    {
        this.meters = meters;
        listener.InstrumentPublished = Choose;
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Of(instrument, tags).Add(value));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Of(instrument, tags).Add(value));
        foreach (var outcome in Measures.MailOutcomes)
            all[(Mails, PrometheusText.Labels(("outcome", outcome)))] = new Series();
    }

    public void Listen() => listener.Start();

    /// <summary>How often something happened: the counter with exactly these labels.</summary>
    public double Count(string family, string labels) => all.TryGetValue((family, labels), out var series) ? series.Sum : 0;

    /// <summary>95 of 100 moves of instances took no longer, in seconds; null before there was one.</summary>
    public double? StepsUnder95Percent() =>
        Series.Quantile(all.Where(pair => pair.Key.Family == Steps).Select(pair => pair.Value), 0.95);

    public void Write(PrometheusText text)
    {
        WriteHistogram(text, Requests, "Requests by page and status.");
        WriteHistogram(text, Steps, "Moves of instances, from the call to the commit.");
        WriteCounter(text, Mails, "Mails by what became of them at a try; bounced ones come back later.");
        WriteCounter(text, Incoming, "Mails that came in, by kind.");
    }

    public void Dispose() => listener.Dispose();

    void Choose(Instrument instrument, MeterListener listening)
    {
        // Of this host alone: the tests run several in one process.
        if (ReferenceEquals(instrument.Meter.Scope, meters)
            && (instrument.Name == "http.server.request.duration" || instrument.Meter.Name == Telemetry.Name))
            listening.EnableMeasurementEvents(instrument);
    }

    Series Of(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<(string, string)>(3);
        var isRequest = instrument.Name == "http.server.request.duration";
        foreach (var (name, value) in tags)
            if (!isRequest)
                labels.Add((name, value?.ToString() ?? ""));
            else if (RequestLabels.TryGetValue(name, out var label))
                labels.Add((label, value?.ToString() ?? ""));
        if (isRequest && !labels.Exists(label => label.Item1 == "route"))
            labels.Add(("route", "none"));
        labels.Sort();
        return all.GetOrAdd((FamilyOf(instrument), PrometheusText.Labels(labels)), _ => new Series());
    }

    static string FamilyOf(Instrument instrument) => instrument.Name switch
    {
        "http.server.request.duration" => Requests,
        "workflowhost.step.duration" => Steps,
        _ => instrument.Name.Replace('.', '_') + "_total",
    };

    void WriteHistogram(PrometheusText text, string family, string help)
    {
        text.Family(family, "histogram", help);
        foreach (var (labels, series) in In(family))
            series.WriteHistogram(text, family, labels);
    }

    void WriteCounter(PrometheusText text, string family, string help)
    {
        text.Family(family, "counter", help);
        foreach (var (labels, series) in In(family))
            text.Sample(family, series.Sum, labels);
    }

    IEnumerable<(string Labels, Series Series)> In(string family) => all
        .Where(pair => pair.Key.Family == family).OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal)
        .Select(pair => (pair.Key.Labels, pair.Value));

    /// <summary>What was measured under one set of labels.</summary>
    sealed class Series
    {
        // Seconds: from what a step takes on a quiet machine to what nobody waits for.
        static readonly double[] Bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

        readonly Lock gate = new();
        readonly long[] buckets = new long[Bounds.Length + 1];
        double sum;

        public double Sum
        {
            get
            {
                lock (gate)
                    return sum;
            }
        }

        public static double? Quantile(IEnumerable<Series> all, double part)
        {
            var together = new long[Bounds.Length + 1];
            foreach (var series in all)
                lock (series.gate)
                    for (var i = 0; i < together.Length; i++)
                        together[i] += series.buckets[i];
            var (wanted, seen) = (together.Sum() * part, 0L);
            for (var i = 0; i < together.Length && wanted > 0; i++)
                if ((seen += together[i]) >= wanted)
                    return i < Bounds.Length ? Bounds[i] : double.PositiveInfinity;
            return null;
        }

        public void Add(double value)
        {
            var bucket = 0;
            while (bucket < Bounds.Length && value > Bounds[bucket])
                bucket++;
            lock (gate)
            {
                buckets[bucket]++;
                sum += value;
            }
        }

        public void WriteHistogram(PrometheusText text, string family, string labels)
        {
            lock (gate)
            {
                var seen = 0L;
                for (var i = 0; i < buckets.Length; i++)
                {
                    seen += buckets[i];
                    var bound = i < Bounds.Length ? PrometheusText.Number(Bounds[i]) : "+Inf";
                    text.Sample(family + "_bucket", seen, $"{labels},le=\"{bound}\"");
                }
                text.Sample(family + "_sum", sum, labels);
                text.Sample(family + "_count", seen, labels);
            }
        }
    }
}
