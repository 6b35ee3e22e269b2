using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Load.CommandLine;

namespace Stratus.Realtime.Load.Net;

/// <summary>Who is measured.</summary>
internal sealed record Target(IPEndPoint EndPoint, string Host, string Path)
{
    private const int PortsPerSource = 20_000;
    private const int MaxSources = 5_000;

    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>Reads a ws URL. Other machines are only put under load by those who say that they mean it.</summary>
    public static Target Parse(string text, bool remote, string option = "--url")
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme != "ws" || url.Host.Length == 0)
        {
            throw new BadArgumentException($"{option} is \"{text}\"; it has to be a URL like ws://127.0.0.1:8080/echo (wss is not spoken).");
        }

        IPAddress address = Resolve(url.Host, remote);
        return !remote && !IPAddress.IsLoopback(address)
            ? throw new BadArgumentException($"{url.Host} is not this machine; --remote says that it may be put under load.")
            : new Target(new IPEndPoint(address, url.Port), url.Authority, url.PathAndQuery);
    }

    /// <summary>How many source addresses so many connections need: a pair of addresses has room for about 28,000.</summary>
    public int SourcesFor(int connections, int? wanted) => !IsLoopback ? 1 : Math.Min(wanted ?? (connections / PortsPerSource) + 1, MaxSources);

    /// <summary>The k-th source address, out of 127.0.0.0/8.</summary>
    public static IPAddress Source(int k) => new([127, 0, (byte)(k / 250), (byte)((k % 250) + 1)]);

    private static IPAddress Resolve(string host, bool remote)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return address.AddressFamily == AddressFamily.InterNetwork
                ? address : throw new BadArgumentException($"{host}: only IPv4 is spoken.");
        }

        if (host == "localhost")
        {
            return IPAddress.Loopback;
        }

        if (!remote)
        {
            throw new BadArgumentException($"{host} is not an address of this machine; --remote says that it may be put under load.");
        }

        try
        {
            return Dns.GetHostAddresses(host, AddressFamily.InterNetwork).FirstOrDefault()
                ?? throw new BadArgumentException($"{host} has no IPv4 address.");
        }
        catch (SocketException e)
        {
            throw new BadArgumentException($"{host}: {e.Message}");
        }
    }
}
