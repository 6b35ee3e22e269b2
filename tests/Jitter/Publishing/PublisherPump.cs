using System.Diagnostics;
using Stratus.Realtime.Jitter.Tests.Clients;

namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>Publishes at a rate: half through clients' sockets, a few in a row, half through the server API.</summary>
internal sealed class PublisherPump(IReadOnlyList<NativeClient> clients, IReadOnlyList<string> channels, ApiPublisher api, int seed)
{
    private const int MaxInARow = 3;
    private const int Attempts = 50;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Random _random = new(seed);

    /// <summary>Publishes for a time, and waits for the answers of the API.</summary>
    public async Task RunAsync(TimeSpan time, int perSecond)
    {
        List<Task> asked = [];
        Stopwatch clock = Stopwatch.StartNew();
        long bySocket = 0;
        while (clock.Elapsed < time)
        {
            double half = clock.Elapsed.TotalSeconds * perSecond / 2;
            while (asked.Count < half)
            {
                asked.Add(api.PublishAsync(channels[_random.Next(channels.Count)], _random.Next()));
            }

            while (bySocket < half)
            {
                int count = _random.Next(MaxInARow) + 1;
                PublishBySocket(count);
                bySocket += count;
            }

            await Task.Delay(Step);
        }

        await Task.WhenAll(asked);
    }

    // Some clients are always away.
    private void PublishBySocket(int count)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (clients[_random.Next(clients.Count)].TryPublish(count, _random))
            {
                return;
            }
        }
    }
}
