using System.Diagnostics.Metrics;

namespace Stratus.Realtime.Silo.Storage;

/// <summary>The instruments of the log, on the meter <see cref="MeterName"/>.</summary>
public sealed class ChannelLogMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Stratus.Realtime.Silo";

    private readonly Counter<long> _publications;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _forgotten;
    private readonly Histogram<int> _groupSize;
    private readonly Histogram<double> _groupDuration;
    private readonly Histogram<double> _appendDuration;

    /// <summary>Makes the instruments.</summary>
    public ChannelLogMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _publications = meter.CreateCounter<long>("stratus.log.publications", "{publication}", "Publications written to the log.");
        _appendDuration = meter.CreateHistogram<double>("stratus.log.append.duration", "s", "How long appends took, from the call until they were on disk.");
        _groupSize = meter.CreateHistogram<int>("stratus.log.group.size", "{write}", "Channels that were written with one commit, by kind.");
        _groupDuration = meter.CreateHistogram<double>("stratus.log.group.duration", "s", "How long commits took, by kind.");
        _fenced = meter.CreateCounter<long>("stratus.log.fenced", "{write}", "Writes refused because the channel had been taken over, by kind.");
        _failed = meter.CreateCounter<long>("stratus.log.failures", "{write}", "Calls of the log that failed, by kind and reason.");
        _forgotten = meter.CreateCounter<long>("stratus.log.forgotten", "{channel}", "Channels forgotten because nobody opened them for as long as their position is kept.");
    }

    internal void Appended(int publications, TimeSpan duration)
    {
        _publications.Add(publications);
        _appendDuration.Record(duration.TotalSeconds);
    }

    internal void Wrote(string kind, int writes, TimeSpan duration)
    {
        KeyValuePair<string, object?> tag = new("kind", kind);
        _groupSize.Record(writes, tag);
        _groupDuration.Record(duration.TotalSeconds, tag);
    }

    internal void Fenced(string kind) => _fenced.Add(1, new KeyValuePair<string, object?>("kind", kind));

    internal void Failed(string kind, string reason, int writes) => _failed.Add(writes, new("kind", kind), new("reason", reason));

    internal void Forgotten(int channels) => _forgotten.Add(channels);
}
