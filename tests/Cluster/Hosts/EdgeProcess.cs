using System.Net;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>The built edge as a process.</summary>
internal sealed class EdgeProcess : NodeProcess
{
    private EdgeProcess(string name, Uri address)
        : base(name, address)
    {
    }

    public IPEndPoint EndPoint => IPEndPoint.Parse(Address.Authority);

    /// <summary>Starts one where clients look for it.</summary>
    /// <param name="name">What it is called in reports.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="fault">How its gateway lies; null: it does not.</param>
    /// <param name="arguments">All else.</param>
    public static async Task<EdgeProcess> StartAsync(string name, Uri address, string? fault, IEnumerable<string> arguments)
    {
        EdgeProcess edge = new(name, address);
        string[] all = ["--urls", address.GetLeftPart(UriPartial.Authority), .. arguments];
        await (fault is null ? edge.RunAsync("Edge", all) : edge.RunAsync("BrokenEdge", [fault, .. all]));
        return edge;
    }
}
