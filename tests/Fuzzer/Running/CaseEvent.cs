namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Something that happened in a case and that counts for its verdict.</summary>
public abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    /// <summary>Equal in kind, type and content: what the verdict compares.</summary>
    public abstract bool Matches(CaseEvent other);

    public sealed record Message(byte[] Octets, bool Binary) : CaseEvent
    {
        public override bool Matches(CaseEvent other) =>
            other is Message message && message.Binary == Binary && message.Octets.AsSpan().SequenceEqual(Octets);
    }

    public sealed record Ping(byte[] Octets) : CaseEvent
    {
        public override bool Matches(CaseEvent other) => other is Ping ping && ping.Octets.AsSpan().SequenceEqual(Octets);
    }

    public sealed record Pong(byte[] Octets) : CaseEvent
    {
        public override bool Matches(CaseEvent other) => other is Pong pong && pong.Octets.AsSpan().SequenceEqual(Octets);
    }

    public sealed record Timeout(string? Label) : CaseEvent
    {
        public override bool Matches(CaseEvent other) => other is Timeout timeout && timeout.Label == Label;
    }
}
