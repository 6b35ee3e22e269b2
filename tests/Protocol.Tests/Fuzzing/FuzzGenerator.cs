using Stratus.Realtime.Protocol.Handshake;
using Stratus.Realtime.Protocol.Tests.Deflate;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>
/// Writes scripts: a mostly valid peer, which keeps count of the same limits as the engine, until it breaks one rule, closes,
/// is cut off, or has its octets changed.
/// </summary>
internal sealed class FuzzGenerator
{
    private static readonly byte[] Noise = InflaterDriver.Payload("random", 4096, 1);
    private static readonly byte[] Text = FuzzDeflate.Text(4000, 1);
    private static readonly WebSocketTimes Times = WebSocketTimes.Default;

    private readonly Random _random;
    private readonly FuzzFrames _frames;
    private readonly FuzzPacked[]? _chain;
    private readonly WebSocketLimits _limits;
    private int _nextInChain;

    private FuzzGenerator(int seed)
    {
        _random = new Random(seed);
        var role = (WebSocketRole)_random.Next(2);
        _limits = new WebSocketLimits
        {
            MaxMessageOctets = Pick(150, 1500, 5000),
            MaxInflatedOctets = Pick(300, 1500, 5000),
            MaxFragments = Pick(3, 10, 50),
            MaxControlFramesPerSecond = Pick(5, 20, 50),
        };
        DeflateParameters? deflate = null;
        // What is compressed without a context depends on what its thread has compressed before (WireRun.IsExact): it is not
        // compressed here. With one it is, now and then: it costs as much as a whole script.
        bool compresses = _random.Next(10) == 0;
        if (_random.Next(5) < 3)
        {
            _chain = FuzzDeflate.Chains[_random.Next(FuzzDeflate.Chains.Length)];
            deflate = Agree(role, _chain.Sum(message => message.Plain.Length), !compresses);
        }

        Script = new FuzzScript
        {
            Echoes = _random.Next(2) == 0,
            Options = new WebSocketConnectionOptions { Role = role, Limits = _limits, Deflate = deflate, MinCompressedOctets = compresses ? Pick(0, 1000) : int.MaxValue },
        };
        _frames = new FuzzFrames(Script, _random, masks: role == WebSocketRole.Server);
    }

    private FuzzScript Script { get; }

    public static FuzzScript Make(int seed)
    {
        FuzzGenerator generator = new(seed);
        generator.Write();
        return generator.Script;
    }

    private void Write()
    {
        for (int moves = _random.Next(0, 14); moves > 0; moves--)
        {
            Move();
        }

        int ending = _random.Next(20);
        if (ending < 13)
        {
            FuzzBreach.Write(Script, _frames, _random, _limits);
        }
        else if (ending < 15)
        {
            _frames.Close();
        }
        else if (ending < 17)
        {
            _frames.CloseCall();
            _frames.Data(MessageKind.Binary, Noise.AsSpan(0, _random.Next(100)), 0);
            _frames.Close();
        }

        Script.Then();
        if (ending >= 17)
        {
            Mutate();
        }

        Script.Then(FuzzAction.EndOfInput);
    }

    private void Move()
    {
        switch (_random.Next(10))
        {
            case 0:
                _frames.Control(9, _limits.MaxControlFramesPerSecond);
                break;
            case 1:
                _frames.Control(10, _limits.MaxControlFramesPerSecond);
                break;
            case 2:
                Wait();
                break;
            default:
                Message();
                break;
        }
    }

    // Silence that is short, or long enough for a ping that is then answered by some octets.
    private void Wait()
    {
        int milliseconds = Pick(1, 400, 999, 1000, 5000, (int)Times.PingInterval.TotalMilliseconds);
        Script.Then(FuzzAction.Wait, milliseconds);
        _frames.Now += milliseconds;
        Script.Then(FuzzAction.Deadline);
        _frames.Control(10, _limits.MaxControlFramesPerSecond);
    }

    private void Message()
    {
        if (_chain is not null && _nextInChain < _chain.Length && _random.Next(3) > 0)
        {
            FuzzPacked message = _chain[_nextInChain];
            if (message.Packed.Length <= _limits.MaxMessageOctets && message.Plain.Length <= _limits.MaxInflatedOctets)
            {
                _nextInChain++;
                Script.Messages.Add(FuzzScript.Message(message.Kind, message.Plain));
                Fragments(message.Kind, message.Packed, rsv: 4);
                return;
            }

            _nextInChain = _chain.Length; // what follows may refer to what is left out
        }

        var kind = (MessageKind)_random.Next(1, 3);
        int length = Math.Min(_random.Next(10) switch { 0 => 0, 1 => 125, 2 => 126, 3 => _limits.MaxMessageOctets, _ => _random.Next(1 << _random.Next(13)) },
            Math.Min(_limits.MaxMessageOctets, 4000));
        ReadOnlySpan<byte> payload = kind == MessageKind.Binary ? Noise.AsSpan(0, length) : WholeText(length);
        Script.Messages.Add(FuzzScript.Message(kind, payload));
        Fragments(kind, payload, rsv: 0);
    }

    private void Fragments(MessageKind kind, ReadOnlySpan<byte> payload, int rsv)
    {
        int fragments = _random.Next(3) == 0 ? _random.Next(1, Math.Min(_limits.MaxFragments, 8) + 1) : 1;
        for (int i = 0; i < fragments; i++)
        {
            bool last = i == fragments - 1;
            int length = last ? payload.Length : _random.Next(payload.Length + 1);
            _frames.Data(i == 0 ? (int)kind : 0, payload[..length], i == 0 ? rsv : 0, last);
            payload = payload[length..];
            if (!last && _random.Next(3) == 0)
            {
                _frames.Control(_random.Next(9, 11), _limits.MaxControlFramesPerSecond);
            }
        }
    }

    // Bits flipped, octets cut out or doubled: anything may come of it.
    private void Mutate()
    {
        Script.IsForeseen = false;
        Span<byte> octets = Script.Octets;
        for (int times = _random.Next(1, 4); times > 0 && octets.Length > 20; times--)
        {
            int at = _random.Next(octets.Length - 16);
            switch (_random.Next(3))
            {
                case 0:
                    octets[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    octets[(at + 1)..].CopyTo(octets[at..]);
                    break;
                default:
                    octets[at..^1].CopyTo(octets[(at + 1)..]);
                    break;
            }
        }
    }

    private static ReadOnlySpan<byte> WholeText(int octets)
    {
        while (octets > 0 && (Text[octets] & 0xC0) == 0x80)
        {
            octets--;
        }

        return Text.AsSpan(0, octets);
    }

    // Windows that the chain stays within, and takeover for the peer, whose messages are a chain.
    private DeflateParameters Agree(WebSocketRole role, int chainOctets, bool ownAlone)
    {
        int least = 8;
        while (least < 15 && 1 << least < chainOctets)
        {
            least++;
        }

        int peerBits = _random.Next(least, 16);
        int ownBits = _random.Next(9, 16);
        return role == WebSocketRole.Server
            ? new DeflateParameters(ownAlone, false, ownBits, peerBits)
            : new DeflateParameters(false, ownAlone, peerBits, ownBits);
    }

    private int Pick(params ReadOnlySpan<int> values) => values[_random.Next(values.Length)];
}
