using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>A connection that publishes, and its channels, taken in turn.</summary>
internal sealed class Publisher(Connection connection, FanoutScenario scenario)
{
    private readonly Lane[] _lanes =
        [.. scenario.ChannelsOf(connection.Index).Select(channel => new Lane(channel, scenario.TemplateOf(channel, connection.Loop.Mask)))];

    private int _turn;

    public Connection Connection => connection;

    public bool CanPublish => connection.State == ConnectionState.Ready;

    /// <summary>Puts the next publication into the connection's output.</summary>
    public void Publish(long due)
    {
        Lane lane = _lanes[_turn];
        _turn = (_turn + 1) % _lanes.Length;
        Span<byte> frame = connection.Output.Append(lane.Template.Octets);
        lane.Template.Write(frame, new Marker((uint)connection.Index, lane.Channel.Number, lane.Next++, due));
        connection.Loop.Tally.Expect(lane.Channel.Readers);
    }

    private sealed class Lane(Channel channel, MessageTemplate template)
    {
        public Channel Channel => channel;

        public MessageTemplate Template => template;

        public uint Next { get; set; }
    }
}
