namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>
/// One permessage-deflate offer (RFC 7692 §7.1): what the fuzzer requests of its peer. As client it is put on the wire
/// as server_no_context_takeover and server_max_window_bits; as server the fuzzer's answer requests the same of the client.
/// </summary>
/// <param name="RequestMaxWindowBits">8 to 15; 0 requests nothing.</param>
public sealed record DeflateOffer(bool RequestNoContextTakeover = false, int RequestMaxWindowBits = 0)
{
    /// <summary>The offer's text as client. Both client parameters are always offered: the peer may request them.</summary>
    public string ToHeader()
    {
        string text = "permessage-deflate; client_no_context_takeover; client_max_window_bits";
        if (RequestNoContextTakeover)
        {
            text += "; server_no_context_takeover";
        }

        return RequestMaxWindowBits == 0 ? text : text + $"; server_max_window_bits={RequestMaxWindowBits}";
    }
}
