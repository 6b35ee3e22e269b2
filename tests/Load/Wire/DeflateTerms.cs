using System.Globalization;

namespace Stratus.Realtime.Load.Wire;

/// <summary>
/// What is asked of permessage-deflate (RFC 7692 §7.1), in both directions alike. Servers are compared by these, so one that answers
/// with others is not measured.
/// </summary>
/// <param name="WindowBits">The window, 9 to 15 bits.</param>
/// <param name="Takeover">Whether messages may refer to those before them.</param>
internal sealed record DeflateTerms(int WindowBits, bool Takeover)
{
    private const int MaxWindowBits = 15;
    private const string NoTakeover = "_no_context_takeover";
    private const string Window = "_max_window_bits";

    /// <summary>The value of Sec-WebSocket-Extensions in the request.</summary>
    public string Offer => string.Create(CultureInfo.InvariantCulture,
        $"permessage-deflate; server_max_window_bits={WindowBits}; client_max_window_bits={WindowBits}")
        + (Takeover ? "" : "; server_no_context_takeover; client_no_context_takeover");

    /// <summary>What is wrong with the value in the answer; null: it is what was asked for.</summary>
    public string? Fault(string? answer)
    {
        if (answer is null)
        {
            return "the server does not compress";
        }

        string[] parts = answer.Split(';', StringSplitOptions.TrimEntries);
        Dictionary<string, string> parameters = parts[1..].Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .GroupBy(pair => pair[0]).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().ElementAtOrDefault(1)?.Trim('"') ?? "");
        bool isAsAsked = parts[0] == "permessage-deflate"
            && parameters.ContainsKey("server" + NoTakeover) == !Takeover
            && parameters.ContainsKey("client" + NoTakeover) == !Takeover
            && Bits(parameters, "server") == WindowBits
            && Bits(parameters, "client") >= WindowBits;
        return isAsAsked ? null : $"the server compresses otherwise than it was asked to: {answer}";
    }

    private static int Bits(Dictionary<string, string> parameters, string side) =>
        !parameters.TryGetValue(side + Window, out string? text) ? MaxWindowBits
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) ? bits : 0;
}
