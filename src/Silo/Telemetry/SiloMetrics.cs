using System.Diagnostics.Metrics;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Silo.Telemetry;

/// <summary>The instruments of a silo's channels and links, on the meter of its log.</summary>
/// <param name="node">The channels.</param>
/// <param name="meters">Makes the meter.</param>
internal sealed class SiloMetrics(ChannelNode node, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Meter meter = meters.Create(ChannelLogMetrics.MeterName);
        NodeCounters counters = node.Counters;
        meter.CreateObservableGauge("stratus.silo.channels.open", () => node.ChannelCount, "{channel}", "Channels that live on this silo.");
        meter.CreateObservableCounter("stratus.silo.channels.moved", () => counters.ChannelsMoved, "{channel}", "Channels that came from another silo with what they were there.");
        meter.CreateObservableCounter("stratus.silo.publications", () => counters.Publications, "{publication}", "Publications that channels took.");
        meter.CreateObservableGauge("stratus.silo.links.open", () => node.LinkCount, "{link}", "Edges that this silo has a link to.");
        meter.CreateObservableCounter("stratus.silo.links.batches", () => counters.Batches, "{batch}", "Batches that edges acknowledged, heartbeats too.");
        meter.CreateObservableCounter("stratus.silo.links.events", () => counters.Events, "{event}", "Events in batches that edges acknowledged.");
        meter.CreateObservableCounter("stratus.silo.links.events_skipped", () => counters.EventsSkipped, "{event}", "Events left out because too many waited for their edge.");
        meter.CreateObservableCounter("stratus.silo.links.batch_failures", () => counters.BatchFailures, "{batch}", "Deliveries of batches that were not acknowledged.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
