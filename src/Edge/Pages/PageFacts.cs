using System.Reflection;

namespace Stratus.Realtime.Edge.Pages;

/// <summary>What the edge says about itself.</summary>
internal sealed class PageFacts(TimeProvider time)
{
    public static string Version { get; } = typeof(PageFacts).Assembly.GetName().Version!.ToString(3);

    /// <summary>Which build this is (docs/adr/0001).</summary>
    public static string Build { get; } =
        typeof(PageFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(a => a is { Key: "Cluster", Value: "true" })
            ? "cluster build"
            : "single-node build";

    public DateTimeOffset Started { get; } = time.GetUtcNow();
}
