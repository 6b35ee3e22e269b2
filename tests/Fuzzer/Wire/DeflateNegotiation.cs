using System.Globalization;
using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Wire;

/// <summary>
/// RFC 7692 §7.1 from both ends. As client, the answer must fit one of the offers: a server that answers what was not offered,
/// or repeats or misspells a parameter, is caught here.
/// </summary>
public static class DeflateNegotiation
{
    public const string Name = "permessage-deflate";
    private const string ServerTakeover = "server_no_context_takeover";
    private const string ClientTakeover = "client_no_context_takeover";
    private const string ServerBits = "server_max_window_bits";
    private const string ClientBits = "client_max_window_bits";

    /// <summary>As client: reads the server's answer. Null agreement and null fault: nothing was negotiated.</summary>
    public static (DeflateAgreement? Agreement, string? Fault) ReadAnswer(string? offerHeader, string? answerHeader)
    {
        if (answerHeader is null)
        {
            return (null, null);
        }

        if (!ExtensionText.TryRead(answerHeader, out List<ExtensionText> answers, out string? fault))
        {
            return (null, $"the server's extensions are malformed: {fault}");
        }

        if (offerHeader is null || !ExtensionText.TryRead(offerHeader, out List<ExtensionText> offers, out _))
        {
            offers = [];
        }

        // RFC 6455 §4.1, point 5 of the response: an extension that was not asked for fails the connection.
        if (answers.Find(answer => !offers.Exists(offer => offer.Name == answer.Name)) is { } stranger)
        {
            return (null, $"the server answered the extension \"{stranger.Name}\", which was not offered");
        }

        if (answers is not [ExtensionText deflate] || deflate.Name != Name)
        {
            return (null, $"the server answered several extensions for one offer: \"{answerHeader}\"");
        }

        fault = ParameterFault(deflate, valueOptional: false);
        if (fault is null && !offers.Exists(offer => offer.Name == Name && Fits(offer, deflate, out fault)))
        {
            fault ??= "it fits no offer";
        }
        else if (fault is null)
        {
            return (new(Bits(deflate, ClientBits), deflate.Has(ClientTakeover), Bits(deflate, ServerBits), deflate.Has(ServerTakeover)), null);
        }

        return (null, $"the server answered \"{answerHeader}\": {fault}");
    }

    /// <summary>As server: answers with the first of the row's wishes that one of the client's offers allows.</summary>
    public static (DeflateAgreement? Agreement, string? Answer) MakeAnswer(string? offerHeader, IReadOnlyList<DeflateOffer> wishes)
    {
        if (offerHeader is null || !ExtensionText.TryRead(offerHeader, out List<ExtensionText> offers, out _))
        {
            return (null, null);
        }

        foreach (DeflateOffer wish in wishes)
        {
            foreach (ExtensionText offer in offers)
            {
                if (offer.Name == Name && ParameterFault(offer, valueOptional: true) is null && Allows(offer, wish))
                {
                    return Answer(offer, wish);
                }
            }
        }

        return (null, null);
    }

    private static (DeflateAgreement, string) Answer(ExtensionText offer, DeflateOffer wish)
    {
        string text = Name;
        if (offer.Has(ServerTakeover))
        {
            text += "; " + ServerTakeover;
        }

        if (offer.Has(ServerBits))
        {
            text += $"; {ServerBits}={offer.Value(ServerBits)}";
        }

        if (wish.RequestNoContextTakeover)
        {
            text += "; " + ClientTakeover;
        }

        int clientBits = 15;
        if (wish.RequestMaxWindowBits > 0)
        {
            // RFC 7692 §7.1.2.2: the answer is not above the offer's value.
            clientBits = Math.Min(wish.RequestMaxWindowBits, Bits(offer, ClientBits));
            text += $"; {ClientBits}={clientBits}";
        }

        return (new DeflateAgreement(Bits(offer, ServerBits), offer.Has(ServerTakeover), clientBits, wish.RequestNoContextTakeover), text);
    }

    private static bool Allows(ExtensionText offer, DeflateOffer wish) =>
        (!wish.RequestNoContextTakeover || offer.Has(ClientTakeover)) && (wish.RequestMaxWindowBits == 0 || offer.Has(ClientBits));

    private static bool Fits(ExtensionText offer, ExtensionText answer, out string? fault)
    {
        // RFC 7692 §7.1.1.1 and §7.1.2.1: what the client requested of the server is in the answer, not weaker.
        // §7.1.2.2: client_max_window_bits is answered only when offered.
        fault = offer.Has(ServerTakeover) && !answer.Has(ServerTakeover) ? $"the offered {ServerTakeover} is missing"
            : offer.Has(ServerBits) && !answer.Has(ServerBits) ? $"the offered {ServerBits} is missing"
            : offer.Has(ServerBits) && Bits(answer, ServerBits) > Bits(offer, ServerBits) ? $"{ServerBits} is above the offered value"
            : answer.Has(ClientBits) && !offer.Has(ClientBits) ? $"{ClientBits} was not offered"
            : answer.Has(ClientBits) && Bits(answer, ClientBits) > Bits(offer, ClientBits) ? $"{ClientBits} is above the offered value"
            : null;
        return fault is null;
    }

    private static string? ParameterFault(ExtensionText extension, bool valueOptional)
    {
        HashSet<string> seen = [];
        foreach ((string name, string? value) in extension.Parameters)
        {
            if (!seen.Add(name))
            {
                return $"{name} is there twice";
            }

            bool valid = name switch
            {
                ServerTakeover or ClientTakeover => value is null,
                ServerBits => IsBits(value),
                ClientBits => IsBits(value) || (value is null && valueOptional),
                _ => false,
            };
            if (!valid)
            {
                return $"{name}{(value is null ? "" : "=" + value)} is no valid parameter";
            }
        }

        return null;
    }

    // RFC 7692 §7.1.2: a decimal from 8 to 15 without leading zeros.
    private static bool IsBits(string? value) => value is "8" or "9" or "10" or "11" or "12" or "13" or "14" or "15";

    private static int Bits(ExtensionText extension, string parameter) =>
        extension.Value(parameter) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : 15;
}
