using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Stratus.Realtime.Cluster.Hosts;

// A port that nobody listens on for a moment must not be one that the system gives to outgoing connections: who connects to such
// a port of its own machine may be given the very same one, and is then connected to itself.

/// <summary>Ports of the loopback address that are free, each given once, all below those of outgoing connections.</summary>
internal static class FreePorts
{
    private const int First = 15_000;
    private static readonly Lock Lock = new();
    private static readonly HashSet<int> Given = [];
    private static readonly int End = FirstOutgoing();

    public static int Next()
    {
        lock (Lock)
        {
            while (true)
            {
                int port = Random.Shared.Next(First, End);
                if (IsFree(port) && Given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOutgoing()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        int first = File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split()[0], CultureInfo.InvariantCulture) : 32_768;
        return Math.Max(first, First + 5000);
    }
}
