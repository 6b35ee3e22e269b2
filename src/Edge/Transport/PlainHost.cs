using System.Buffers;
using Microsoft.Net.Http.Headers;
using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Edge.Transport;

/// <summary>
/// Host fields that need no judgement: a name or an IPv4 address, perhaps with a port. RFC 9112 §3.2 wants 400 for an invalid
/// one: whether any other is valid is Kestrel's to say.
/// </summary>
internal static class PlainHost
{
    private static readonly SearchValues<char> Characters = SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>True when a request has one of them, once.</summary>
    public static bool Is(HandshakeRequest request) => request.Headers.TryGetOnly(HeaderNames.Host, out string host) && IsPlain(host);

    private static bool IsPlain(ReadOnlySpan<char> host)
    {
        int colon = host.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? host : host[..colon];
        ReadOnlySpan<char> port = colon < 0 ? "80" : host[(colon + 1)..];
        return !name.IsEmpty && !name.ContainsAnyExcept(Characters) && !port.IsEmpty && !port.ContainsAnyExceptInRange('0', '9');
    }
}
