using System.Globalization;
using System.Threading.Channels;
using Stratus.Realtime.Cluster.Faults.Running;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Cluster.Faults.Publishing;

// One after the other: the next is sent when the last one was acknowledged, so their order in the channel is promised. One that
// is given up may still come at any time; what follows is then noted as another publisher's.

/// <summary>Publishes to one channel through the server API.</summary>
internal sealed class Publisher(string name, string channel, ClusterApi api, RunRecord record, int seed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly Channel<bool> _wanted = Channel.CreateUnbounded<bool>(); // bounded by the rate and the time of a run
    private readonly Random _random = new(seed);
    private int _givenUp;

    /// <summary>One more is to be published.</summary>
    public void Want() => _wanted.Writer.TryWrite(true);

    /// <summary>Nothing more is.</summary>
    public void Complete() => _wanted.Writer.TryComplete();

    /// <summary>Publishes until everything wanted is published.</summary>
    public async Task RunAsync()
    {
        await foreach (bool _ in _wanted.Reader.ReadAllAsync())
        {
            await PublishAsync();
        }
    }

    /// <summary>Publishes one; false when it was given up.</summary>
    public async Task<bool> PublishAsync()
    {
        int number = record.Ledger.Begin(channel, string.Create(CultureInfo.InvariantCulture, $"{name}/{_givenUp}"));
        string key = "key-" + number.ToString(CultureInfo.InvariantCulture);
        if (await api.PublishAsync(channel, Payload.Make(channel, number, _random), key, _random, Limit) is { } position)
        {
            record.Ledger.Acknowledge(number, position);
            return true;
        }

        _givenUp++;
        record.Counts.Fault($"Number {number} of {channel} was not acknowledged within {Limit.TotalSeconds} s.");
        return false;
    }
}
