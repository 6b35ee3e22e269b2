using System.Text;
using Stratus.Realtime.Protocol.Handshake;
using Stratus.Realtime.Protocol.Tests.Fuzzing;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>
/// A wire test: what the peer sends, and what comes of it. Each step runs on engines that get the octets whole, one by one,
/// at random splits, into the sink's memory or the engine's, and with an output that is full after every frame; all of
/// them must tell and send the same, octet by octet.
/// </summary>
internal sealed class Wire : IDisposable
{
    private static readonly int Seed = FuzzSeed.Next();

    private readonly List<WireRun> _runs = [];
    private readonly bool _peerIsClient;
    private uint _key = 0x11223344;
    private int _seen;

    private Wire(WebSocketConnectionOptions options)
    {
        _peerIsClient = options.Role == WebSocketRole.Server;
        _runs.Add(new WireRun("whole", options, () => int.MaxValue, reserves: false));
        _runs.Add(new WireRun("whole, reserved", options, () => int.MaxValue, reserves: true));
        _runs.Add(new WireRun("octets", options, () => 1, reserves: false));
        _runs.Add(new WireRun("octets, reserved", options, () => 1, reserves: true));
        _runs.Add(new WireRun("drained after every frame", options, () => int.MaxValue, reserves: true, fullAt: 1));
        for (int i = 0; i < 3; i++)
        {
            Random random = new(Seed + i);
            int longest = 2 << (4 * i);
            _runs.Add(new WireRun($"splits up to {longest} of {FuzzSeed.Name}={Seed}", options, () => random.Next(1, longest + 1), reserves: i != 1));
        }
    }

    public WireRun First => _runs[0];

    public static Wire Server() => Of(new WebSocketConnectionOptions { Role = WebSocketRole.Server });

    public static Wire Client() => Of(new WebSocketConnectionOptions { Role = WebSocketRole.Client });

    public static Wire As(WebSocketRole role) => Of(new WebSocketConnectionOptions { Role = role });

    public static Wire As(WebSocketRole role, WebSocketLimits limits) => Of(new WebSocketConnectionOptions { Role = role, Limits = limits });

    public static Wire Deflate(WebSocketRole role, DeflateParameters? agreed = null, WebSocketLimits? limits = null, int level = 6, int minOctets = 0) =>
        Of(new WebSocketConnectionOptions
        {
            Role = role,
            Deflate = agreed ?? DeflateParameters.Default,
            Limits = limits ?? WebSocketLimits.Default,
            DeflateLevel = level,
            MinCompressedOctets = minOctets,
        });

    public static Wire Of(WebSocketConnectionOptions options) => new(options);

    /// <summary>The frames that a peer of this role sends, as octets.</summary>
    public byte[] Octets(params Frame[] frames) =>
        [.. frames.SelectMany(frame => frame.ToOctets(_peerIsClient, _key = WireRun.NextKey(_key)))];

    public Wire Receive(params Frame[] frames) => ReceiveOctets(Octets(frames));

    public Wire ReceiveOctets(params byte[] octets) => Do(run => run.Receive(octets));

    public Wire Send(MessageKind kind, byte[] payload) => Do(run => run.Connection.Send(kind, payload, run.Output));

    public Wire SendFragment(MessageKind kind, string text, bool fin) =>
        Do(run => run.Connection.SendFragment(kind, Encoding.UTF8.GetBytes(text), fin, run.Output));

    public Wire Close(CloseCode code = CloseCode.Normal, string reason = "") => Do(run => run.Connection.Close(code, reason, run.Now, run.Output));

    public Wire Fail(CloseCode code, string reason) => Do(run => run.Connection.Fail(code, reason, run.Now, run.Output));

    public Wire EndOfInput() => Do(run => run.Connection.EndOfInput());

    /// <summary>Time passes; nothing else happens.</summary>
    public Wire After(TimeSpan time) => Do(run => run.Now += time);

    /// <summary>The transport's timer fires.</summary>
    public Wire Deadline() => Do(run => run.Deadline());

    public Wire Do(Action<WireRun> step)
    {
        _seen = First.Lines.Count;
        foreach (WireRun run in _runs)
        {
            step(run);
            run.TraceSent();
            AssertSame(run);
        }

        return this;
    }

    /// <summary>The last step came to exactly this.</summary>
    public Wire Then(params string[] lines)
    {
        Assert.Equal(lines, First.Lines[_seen..]);
        return this;
    }

    /// <summary>Everything that was sent until now is exactly these octets.</summary>
    public Wire Sent(string hex)
    {
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(First.Sent));
        return this;
    }

    public Wire In(ConnectionState state)
    {
        Assert.Equal(state, First.Connection.State);
        return this;
    }

    public Wire Ends(ConnectionEndKind kind, int code, string reason = "", ProtocolRule rule = ProtocolRule.None)
    {
        Assert.Equal(new ConnectionEnd(kind, (CloseCode)code, reason, rule), First.Connection.End);
        return this;
    }

    public void Dispose()
    {
        foreach (WireRun run in _runs)
        {
            run.Dispose();
        }
    }

    private void AssertSame(WireRun run)
    {
        if (!run.Lines.SequenceEqual(First.Lines) || (run.IsExact && !run.Sent.SequenceEqual(First.Sent))
            || run.Connection.State != First.Connection.State || run.Connection.End != First.Connection.End
            || run.Connection.Deadline != First.Connection.Deadline)
        {
            Assert.Fail($"{First.Name}: {First.Connection.State}, {First.Connection.End}\n  {string.Join("\n  ", First.Lines)}\n"
                + $"{run.Name}: {run.Connection.State}, {run.Connection.End}\n  {string.Join("\n  ", run.Lines)}");
        }
    }
}
