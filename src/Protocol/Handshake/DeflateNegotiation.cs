using System.Globalization;

namespace Stratus.Realtime.Protocol.Handshake;

/// <summary>
/// The negotiation of permessage-deflate (RFC 7692 §5, §7.1): a client offers, in the order of its preference; a server
/// accepts the first offer that it can honour, or none; the client checks that the answer accepts what it offered.
/// </summary>
public static class DeflateNegotiation
{
    /// <summary>The server's answer: the first acceptable offer, in order.</summary>
    /// <param name="offers">The extensions that the client named; others than permessage-deflate are passed over.</param>
    /// <param name="policy">What the server wants.</param>
    /// <param name="parameters">What is agreed on.</param>
    /// <param name="answer">The element for the server's Sec-WebSocket-Extensions.</param>
    /// <returns>False when the extension is declined; both results are then empty.</returns>
    public static bool TryAnswer(
        IReadOnlyList<Extension> offers, DeflatePolicy policy, out DeflateParameters parameters, out Extension answer)
    {
        parameters = default;
        answer = default;
        if (!policy.Enabled)
        {
            return false;
        }

        foreach (Extension extension in offers)
        {
            // RFC 7692 §7.1.2.1: an answer of 9 to an offer of 8 would break the limit, so that offer is declined.
            if (!DeflateOffer.TryParse(extension, out DeflateOffer offer) || offer.ServerMaxWindowBits < DeflateWindow.MinDeflateBits)
            {
                continue;
            }

            parameters = new(
                offer.ServerNoContextTakeover || policy.ServerNoContextTakeover,
                offer.ClientNoContextTakeover || policy.ClientNoContextTakeover,
                Math.Min(offer.ServerMaxWindowBits ?? DeflateWindow.MaxBits, policy.ServerMaxWindowBits),
                offer.ClientMaxWindowBits is { } bits ? Math.Min(bits, policy.ClientMaxWindowBits) : DeflateWindow.MaxBits);
            answer = ToAnswer(offer, parameters);
            return true;
        }

        return false;
    }

    /// <summary>The client's check of the server's answer.</summary>
    /// <param name="offer">What was offered; null when nothing was.</param>
    /// <param name="answers">The extensions that the server named.</param>
    /// <param name="parameters">What is agreed on; null when the server declined.</param>
    /// <returns>The rule that the answer breaks, for which the client fails the connection, or <see cref="HandshakeRule.None"/>.</returns>
    /// <remarks>
    /// An answer of <c>client_max_window_bits=8</c> fails the connection, as RFC 7692 §7.1 has it for a configuration that
    /// a client does not support: the deflater has no window below 9. Leave client_max_window_bits out of the
    /// offer where a server insists on 8.
    /// </remarks>
    public static HandshakeRule CheckAnswer(DeflateOffer? offer, IReadOnlyList<Extension> answers, out DeflateParameters? parameters)
    {
        parameters = null;
        foreach (Extension answer in answers)
        {
            // RFC 6455 §4.1 step 5 of the checks: nothing that was not in the request.
            if (offer is null || answer.Name != DeflateOffer.ExtensionName)
            {
                return HandshakeRule.AnswerExtensionUnasked;
            }

            // RFC 7692 §5.1: at most one of the offers is accepted.
            if (parameters is not null)
            {
                return HandshakeRule.AnswerExtensionRepeated;
            }

            HandshakeRule rule = CheckAnswer(offer.Value, answer, out DeflateParameters agreed);
            if (rule != HandshakeRule.None)
            {
                return rule;
            }

            parameters = agreed;
        }

        return HandshakeRule.None;
    }

    private static Extension ToAnswer(DeflateOffer offer, DeflateParameters parameters)
    {
        List<ExtensionParameter> list = [];
        if (parameters.ServerNoContextTakeover)
        {
            list.Add(new(DeflateOffer.ServerNoContextTakeoverName));
        }

        if (parameters.ClientNoContextTakeover)
        {
            list.Add(new(DeflateOffer.ClientNoContextTakeoverName));
        }

        // RFC 7692 §7.1.2.1: accepted by naming the same or a smaller window; allowed unasked.
        if (offer.ServerMaxWindowBits is not null || parameters.ServerMaxWindowBits < DeflateWindow.MaxBits)
        {
            list.Add(new(DeflateOffer.ServerMaxWindowBitsName, parameters.ServerMaxWindowBits.ToString(CultureInfo.InvariantCulture)));
        }

        // RFC 7692 §7.1.2.2: never unasked, and without it the window is 15.
        if (parameters.ClientMaxWindowBits < DeflateWindow.MaxBits)
        {
            list.Add(new(DeflateOffer.ClientMaxWindowBitsName, parameters.ClientMaxWindowBits.ToString(CultureInfo.InvariantCulture)));
        }

        return new Extension(DeflateOffer.ExtensionName, list);
    }

    private static HandshakeRule CheckAnswer(DeflateOffer offer, Extension answer, out DeflateParameters agreed)
    {
        agreed = default;

        // RFC 7692 §7.1: known parameters, each once, with valid values.
        bool valid = DeflateOffer.TryParseParameters(answer.Parameters, answer: true, out DeflateOffer terms)
            // RFC 7692 §7.1.1.1: the offer is accepted by repeating the parameter.
            && (terms.ServerNoContextTakeover || !offer.ServerNoContextTakeover)
            // RFC 7692 §7.1.2.1: accepted by the same or a smaller window.
            && (offer.ServerMaxWindowBits is null || terms.ServerMaxWindowBits <= offer.ServerMaxWindowBits)
            // RFC 7692 §7.1.2.2: only when it was offered, and not above what was.
            && (terms.ClientMaxWindowBits is null || terms.ClientMaxWindowBits <= offer.ClientMaxWindowBits);
        if (!valid)
        {
            return HandshakeRule.AnswerDeflateParameters;
        }

        // RFC 7692 §7.1.2.2: the deflater must keep to the window, and has none of 256 octets.
        if (terms.ClientMaxWindowBits < DeflateWindow.MinDeflateBits)
        {
            return HandshakeRule.AnswerDeflateWindow;
        }

        agreed = new(
            terms.ServerNoContextTakeover,
            terms.ClientNoContextTakeover || offer.ClientNoContextTakeover,
            terms.ServerMaxWindowBits ?? DeflateWindow.MaxBits,
            terms.ClientMaxWindowBits ?? offer.ClientMaxWindowBits ?? DeflateWindow.MaxBits);
        return HandshakeRule.None;
    }
}
