using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>One subscriber of one channel: follows the numbers of each of the channel's publishers.</summary>
internal sealed class Subscription(FanoutScenario scenario, Channel channel, bool isStalled)
{
    private readonly SequenceChecker[] _checkers = new SequenceChecker[channel.Publishers];

    public Channel Channel => channel;

    public bool IsStalled => isStalled;

    /// <summary>Takes a publication, and what follows the marker in its line.</summary>
    public void OnPublication(Marker marker, ReadOnlySpan<byte> rest, EventLoop loop)
    {
        FaultCounts faults = loop.Tally.Faults;
        int checker = scenario.PublisherInChannel(marker.Publisher, channel);
        if (marker.Channel != channel.Number || checker < 0)
        {
            faults.Misrouted++;
            faults.Note($"a subscriber of channel {channel.Number} got a message of channel {marker.Channel}, publisher {marker.Publisher}");
            return;
        }

        // Behind the payload comes the end of its JSON string.
        ReadOnlySpan<byte> filling = scenario.Filling;
        if (!rest.StartsWith(filling) || rest.Length == filling.Length || rest[filling.Length] != '"')
        {
            faults.Damaged++;
            faults.Note($"a subscriber of channel {channel.Number} got a message that is not what was sent");
            return;
        }

        Arrival arrival = _checkers[checker].Accept(marker.Sequence);
        loop.Tally.Deliver(arrival, marker.Sent, loop.Now, scenario.Course.Window, scenario.Options.Rate is not null);
    }
}
