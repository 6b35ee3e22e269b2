namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

internal enum FuzzAction
{
    Receive,
    Wait,
    Deadline,
    CloseCall,
    EndOfInput,
}

/// <summary>One step: octets of the script from start to end, or milliseconds that pass.</summary>
internal readonly record struct FuzzStep(FuzzAction Action, int Start, int End, int Milliseconds);

/// <summary>What an engine told: a message by kind, length and hash, a rule, a status.</summary>
internal readonly record struct FuzzEvent(char Tag, int Value, int Length, int Hash);

/// <summary>What a peer and a caller do to one connection, and what should come of it.</summary>
internal sealed class FuzzScript
{
    private byte[] _octets = new byte[64 << 10];
    private int _received;

    public required WebSocketConnectionOptions Options { get; init; }

    /// <summary>Answer every message with itself.</summary>
    public required bool Echoes { get; init; }

    public List<FuzzStep> Steps { get; } = [];

    /// <summary>The messages that must be delivered, in order: all of them, or the first ones where something is broken on purpose.</summary>
    public List<FuzzEvent> Messages { get; } = [];

    /// <summary>The rule that must be raised; <see cref="ProtocolRule.None"/> for none.</summary>
    public ProtocolRule Rule { get; set; }

    /// <summary>False where octets were changed at random, so that only agreement can be asked for.</summary>
    public bool IsForeseen { get; set; } = true;

    public int Count { get; private set; }

    public Span<byte> Octets => _octets.AsSpan(0, Count);

    public static FuzzEvent Message(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        HashCode hash = default;
        hash.AddBytes(payload);
        return new FuzzEvent('m', (int)kind, payload.Length, hash.ToHashCode());
    }

    public Span<byte> Append(int octets)
    {
        if (_octets.Length < Count + octets)
        {
            Array.Resize(ref _octets, Math.Max(2 * _octets.Length, Count + octets));
        }

        Count += octets;
        return _octets.AsSpan(Count - octets, octets);
    }

    /// <summary>What was appended since is received in one step.</summary>
    public void Then(FuzzAction action = FuzzAction.Receive, int milliseconds = 0)
    {
        if (_received != Count)
        {
            Steps.Add(new FuzzStep(FuzzAction.Receive, _received, Count, 0));
            _received = Count;
        }

        if (action != FuzzAction.Receive)
        {
            Steps.Add(new FuzzStep(action, 0, 0, milliseconds));
        }
    }
}
