using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Which of Kestrel's endpoints serve HTTP/1.1 in clear text. A listener is asked for with no more than an address, and on
/// an endpoint with TLS nothing may be answered without it: so the endpoints are noted while they are configured, and their
/// settings are looked at when they are bound.
/// </summary>
internal sealed class ClearTextEndpoints
{
    private readonly List<ListenOptions> _endpoints = [];

    /// <summary>An endpoint is being configured.</summary>
    public void Add(ListenOptions endpoint) => _endpoints.Add(endpoint);

    /// <summary>True for an address of an endpoint that has no TLS and serves HTTP/1.1.</summary>
    public bool Contains(EndPoint address)
    {
        if (address is not IPEndPoint ip)
        {
            return false;
        }

        ListenOptions? endpoint = _endpoints.Find(e => ReferenceEquals(e.EndPoint, address));
        if (endpoint is not null)
        {
            return IsClearText(endpoint);
        }

        // http://localhost is bound twice, to addresses of Kestrel's own making; it has no dynamic ports.
        string localhost = $"http://localhost:{ip.Port}";
        return (ip.Address.Equals(IPAddress.Loopback) || ip.Address.Equals(IPAddress.IPv6Loopback))
            && _endpoints.Exists(e => e.ToString() == localhost && IsClearText(e));
    }

    // The name of an endpoint is its address with the scheme: what else says that there is TLS is not public.
    private static bool IsClearText(ListenOptions endpoint) =>
        endpoint.ToString()!.StartsWith("http://", StringComparison.Ordinal) && endpoint.Protocols.HasFlag(HttpProtocols.Http1);
}
