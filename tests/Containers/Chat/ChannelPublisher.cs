using System.Diagnostics;
using System.Globalization;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Containers.Chat;

/// <summary>Publishes to one channel through the API, one after the other: so their order in the channel is promised.</summary>
internal sealed class ChannelPublisher(string channel, ClusterApi api, Ledger ledger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private readonly Random _random = new(channel.GetHashCode(StringComparison.Ordinal));

    /// <summary>The longest time from one acknowledgement to the next, pauses included.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>Publishes until told to stop; the last one is acknowledged.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        long last = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            int number = ledger.Begin(channel, "the API to " + channel);
            string key = "key-" + number.ToString(CultureInfo.InvariantCulture);
            ledger.Acknowledge(number, await api.PublishAsync(channel, Payload.Make(channel, number, _random), key));
            TimeSpan waited = Stopwatch.GetElapsedTime(last);
            LongestWait = waited > LongestWait ? waited : LongestWait;
            last = Stopwatch.GetTimestamp();
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
