namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>A place in a channel's stream, as clients are told it.</summary>
internal readonly record struct StreamPosition(string Epoch, long Offset)
{
    public override string ToString() => $"{Epoch}/{Offset}";
}
