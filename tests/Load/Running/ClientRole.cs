using System.Text;
using Stratus.Realtime.Load.Dialects;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>A client of a messaging route: greets, subscribes where it has something to subscribe to, answers pings.</summary>
internal sealed class ClientRole(Connection connection, Dialect dialect, Subscription? subscription) : Role, ILineSink
{
    private const int MaxLineOctets = 16 << 20;

    private readonly LineScanner _scanner = new(dialect.Separator, MaxLineOctets);

    public override bool Stalls => subscription?.IsStalled ?? false;

    public override void OnOpen() => connection.AppendFrame(Opcode.Text, dialect.Greeting);

    public override void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd)
    {
        if (!_scanner.Feed(piece, isEnd, this))
        {
            connection.Fail($"a line is longer than {MaxLineOctets >> 20} MiB");
        }
    }

    public override void OnKeepAlive() => connection.AppendFrame(Opcode.Text, dialect.KeepAlive);

    void ILineSink.OnLine(ReadOnlySpan<byte> line)
    {
        if (connection.State == ConnectionState.Ready && subscription is not null
            && Marker.TryFind(line, out Marker marker, out int at))
        {
            subscription.OnPublication(marker, line[(at + Marker.Octets)..], connection.Loop);
            return;
        }

        switch (dialect.Classify(line))
        {
            case LineKind.Greeted when subscription is null:
            case LineKind.Subscribed:
                connection.BecomeReady();
                break;
            case LineKind.Greeted:
                connection.AppendFrame(Opcode.Text, dialect.Subscribe(subscription.Channel.Name));
                break;
            case LineKind.Ping:
                connection.AppendFrame(Opcode.Text, dialect.KeepAlive);
                break;
            case LineKind.Refused:
                connection.Fail($"the server says {Encoding.UTF8.GetString(line)}");
                break;
        }
    }
}
