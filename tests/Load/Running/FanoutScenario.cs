using Stratus.Realtime.Load.Dialects;
using Stratus.Realtime.Load.Net;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>
/// Publishers, and subscribers that get what they publish. Connections 0 to P-1 publish, all on the first loop; with fewer
/// publishers than channels, publisher p has the channels p, p + P, ...; else it has channel p mod C.
/// </summary>
internal sealed class FanoutScenario : Scenario
{
    private readonly Dialect _dialect;
    private readonly Channel[] _channels;

    public FanoutScenario(FanoutOptions options, Dialect dialect, Course course)
    {
        Options = options;
        Course = course;
        _dialect = dialect;
        Filling = Wire.Filling.Text(options.SizeOctets - Marker.Octets);
        _channels = [.. Enumerable.Range(0, options.Channels).Select(number => new Channel(
            (uint)number, options.ChannelPrefix, options.Publishers <= options.Channels ? 1 : Share(options.Publishers, number)))];
        for (int i = 0; i < options.Subscribers; i++)
        {
            _channels[i % _channels.Length].Readers += options.IsStalled(i) ? 0 : 1;
        }
    }

    public FanoutOptions Options { get; }

    public Course Course { get; }

    public byte[] Filling { get; }

    public override int Connections => Options.Publishers + Options.Subscribers;

    public override TimeSpan? KeepAliveInterval => _dialect.KeepAliveInterval;

    /// <summary>
    /// How many deliveries may be under way: those of so many publications to a channel of the usual size. A publication that has
    /// not reached everyone counts for those whom it has not reached.
    /// </summary>
    public long DeliveriesInWindow =>
        Math.Max((long)Options.Window * ((_channels.Sum(channel => (long)channel.Readers) + _channels.Length - 1) / _channels.Length), 1);

    public override int LoopOf(int index, int loops) => index < Options.Publishers ? 0 : index % loops;

    public override Target? TargetOf(int index) => index < Options.Publishers ? Options.PublishTarget : null;

    public override Role CreateRole(int index, Connection connection)
    {
        int subscriber = index - Options.Publishers;
        return new ClientRole(connection, _dialect, subscriber < 0 ? null
            : new Subscription(this, _channels[subscriber % _channels.Length], Options.IsStalled(subscriber)));
    }

    public override Pump? CreatePump(EventLoop loop, EventLoop[] loops) => loop == loops[0] ? new PublisherPump(this, loop, loops) : null;

    /// <summary>The channels of a publisher.</summary>
    public IEnumerable<Channel> ChannelsOf(int publisher) => Options.Publishers >= _channels.Length
        ? [_channels[publisher % _channels.Length]]
        : _channels.Where(channel => channel.Number % Options.Publishers == publisher);

    /// <summary>Which of a channel's publishers this one is; negative: none.</summary>
    public int PublisherInChannel(uint publisher, Channel channel)
    {
        if (publisher >= Options.Publishers)
        {
            return -1;
        }

        return Options.Publishers <= _channels.Length
            ? channel.Number % Options.Publishers == publisher ? 0 : -1
            : publisher % _channels.Length == channel.Number ? (int)(publisher / _channels.Length) : -1;
    }

    public MessageTemplate TemplateOf(Channel channel, uint mask) => _dialect.Publish(channel.Name, Filling, mask);

    // How many of publishers 0 to P-1 publish to a channel.
    private int Share(int publishers, int channel) => (publishers - channel + Options.Channels - 1) / Options.Channels;
}
