using System.Globalization;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>One permessage-deflate offer of a client (RFC 7692 §7.1).</summary>
/// <param name="ServerNoContextTakeover">Asks the server to compress each message on its own (§7.1.1.1).</param>
/// <param name="ClientNoContextTakeover">Says that the client will compress each message on its own (§7.1.1.2).</param>
/// <param name="ServerMaxWindowBits">Limits the server's window, 8 to 15; null when it is not limited (§7.1.2.1).</param>
/// <param name="ClientMaxWindowBits">
/// The client's own window, 8 to 15; its presence allows the server to limit it further, null forbids that (§7.1.2.2).
/// The parameter without a value means 15, and 15 is written without a value.
/// </param>
public readonly record struct DeflateOffer(
    bool ServerNoContextTakeover = false, bool ClientNoContextTakeover = false, int? ServerMaxWindowBits = null, int? ClientMaxWindowBits = null)
{
    internal const string ExtensionName = "permessage-deflate";
    internal const string ServerNoContextTakeoverName = "server_no_context_takeover";
    internal const string ClientNoContextTakeoverName = "client_no_context_takeover";
    internal const string ServerMaxWindowBitsName = "server_max_window_bits";
    internal const string ClientMaxWindowBitsName = "client_max_window_bits";

    /// <summary>Reads an offer.</summary>
    /// <param name="extension">An element of the client's Sec-WebSocket-Extensions.</param>
    /// <param name="offer">The offer; empty when there is none.</param>
    /// <returns>
    /// False when the extension is not permessage-deflate, or a parameter is unknown, repeated or has an invalid value:
    /// such an offer must be declined (RFC 7692 §7.1).
    /// </returns>
    public static bool TryParse(Extension extension, out DeflateOffer offer)
    {
        offer = default;
        return extension.Name == ExtensionName && TryParseParameters(extension.Parameters, answer: false, out offer);
    }

    /// <summary>The wire form of the offer.</summary>
    /// <returns>An element for the client's Sec-WebSocket-Extensions.</returns>
    public Extension ToExtension()
    {
        List<ExtensionParameter> parameters = [];
        if (ServerNoContextTakeover)
        {
            parameters.Add(new(ServerNoContextTakeoverName));
        }

        if (ClientNoContextTakeover)
        {
            parameters.Add(new(ClientNoContextTakeoverName));
        }

        if (ServerMaxWindowBits is { } serverBits)
        {
            parameters.Add(new(ServerMaxWindowBitsName, serverBits.ToString(CultureInfo.InvariantCulture)));
        }

        if (ClientMaxWindowBits is { } clientBits)
        {
            parameters.Add(new(ClientMaxWindowBitsName, clientBits == DeflateWindow.MaxBits ? null : clientBits.ToString(CultureInfo.InvariantCulture)));
        }

        return new Extension(ExtensionName, parameters);
    }

    // Offers and answers share their four parameters; only an offer may leave client_max_window_bits without a value.
    internal static bool TryParseParameters(IReadOnlyList<ExtensionParameter> parameters, bool answer, out DeflateOffer terms)
    {
        terms = default;
        DeflateOffer read = default;
        foreach ((string name, string? value) in parameters)
        {
            // RFC 7692 §7.1: nothing unknown, nothing twice, no value where none is defined, no value out of range.
            DeflateOffer? next = name switch
            {
                ServerNoContextTakeoverName when value is null && !read.ServerNoContextTakeover =>
                    read with { ServerNoContextTakeover = true },
                ClientNoContextTakeoverName when value is null && !read.ClientNoContextTakeover =>
                    read with { ClientNoContextTakeover = true },
                ServerMaxWindowBitsName when value is not null && read.ServerMaxWindowBits is null && DeflateWindow.TryParse(value, out int bits) =>
                    read with { ServerMaxWindowBits = bits },
                ClientMaxWindowBitsName when value is null && read.ClientMaxWindowBits is null && !answer =>
                    read with { ClientMaxWindowBits = DeflateWindow.MaxBits },
                ClientMaxWindowBitsName when value is not null && read.ClientMaxWindowBits is null && DeflateWindow.TryParse(value, out int bits) =>
                    read with { ClientMaxWindowBits = bits },
                _ => null,
            };
            if (next is null)
            {
                return false;
            }

            read = next.Value;
        }

        terms = read;
        return true;
    }
}
