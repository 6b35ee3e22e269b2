using System.Runtime.InteropServices;

namespace Stratus.Realtime.Edge.Options;

/// <summary>What serves connections: section <see cref="Section"/>.</summary>
public sealed class TransportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Edge";

    /// <summary>What serves WebSockets in clear text.</summary>
    public EdgeTransport Transport { get; set; }

    /// <summary>How many event loops there are; 0: one for each processor.</summary>
    public int EventLoops { get; set; }

    /// <summary>True when the edge's own event loops serve.</summary>
    internal bool UsesEventLoops => Transport == EdgeTransport.Auto && OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>How many event loops there are.</summary>
    internal int EventLoopCount => EventLoops == 0 ? Environment.ProcessorCount : EventLoops;
}
