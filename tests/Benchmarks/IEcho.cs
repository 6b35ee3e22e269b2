namespace Stratus.Realtime.Benchmarks;

/// <summary>A server that echoes in memory.</summary>
internal interface IEcho : IDisposable
{
    /// <summary>Takes the next receive buffer, answers every message in it, and returns the octets of the answers.</summary>
    int Next();
}
