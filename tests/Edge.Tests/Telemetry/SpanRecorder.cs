using System.Collections.Concurrent;
using System.Diagnostics;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Tests.Wire;

namespace Stratus.Realtime.Edge.Tests.Telemetry;

/// <summary>Listens to the spans of this process, as an exporter would.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="sampling">What becomes of every span.</param>
    public SpanRecorder(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ChannelTraces.SourceName,
            Sample = (ref _) => sampling,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans that have ended.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>Waits for the end of spans of a name.</summary>
    public async Task<IReadOnlyList<Activity>> EndedAsync(string name, int count)
    {
        await Bounded.UntilAsync(() => Named(name).Count >= count, $"the end of {count} spans '{name}'");
        return Named(name);
    }

    /// <summary>Waits for the end of the one span of a name.</summary>
    public async Task<Activity> EndedAsync(string name) => Assert.Single(await EndedAsync(name, 1));

    public void Dispose() => _listener.Dispose();

    private List<Activity> Named(string name) => [.. _ended.Where(span => span.OperationName == name)];
}
