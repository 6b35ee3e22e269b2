using System.Diagnostics;
using System.Globalization;
using Stratus.Realtime.Cluster.Faults.Running;

namespace Stratus.Realtime.Cluster.Faults.Publishing;

/// <summary>Publishes to all channels at a rate: what a fault holds up is made up for.</summary>
internal sealed class PublisherCrowd
{
    private const int PublishersPerChannel = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Publisher[] _publishers;
    private readonly Random _random;

    public PublisherCrowd(IEnumerable<string> channels, ClusterApi api, RunRecord record, int seed)
    {
        _random = new Random(seed);
        _publishers =
        [
            .. from channel in channels
               from i in Enumerable.Range(0, PublishersPerChannel)
               select new Publisher(string.Create(CultureInfo.InvariantCulture, $"{channel}/{i}"), channel, api, record, _random.Next()),
        ];
    }

    /// <summary>Publishes until told to stop, and ends when everything was acknowledged or given up.</summary>
    public async Task RunAsync(int perSecond, CancellationToken stop)
    {
        Task[] running = [.. _publishers.Select(static publisher => Task.Run(publisher.RunAsync))];
        Stopwatch clock = Stopwatch.StartNew();
        long wanted = 0;
        while (!stop.IsCancellationRequested)
        {
            for (; wanted < clock.Elapsed.TotalSeconds * perSecond; wanted++)
            {
                _publishers[_random.Next(_publishers.Length)].Want();
            }

            await Task.Delay(Step, CancellationToken.None);
        }

        foreach (Publisher publisher in _publishers)
        {
            publisher.Complete();
        }

        await Task.WhenAll(running);
    }
}
