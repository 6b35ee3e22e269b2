using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class DeflateAnswerTests
{
    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate", false, false, 15, 15)]
    // Allowed unasked: both takeover parameters and the server's window, even of 8.
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover", true, true, 15, 15)]
    [InlineData("permessage-deflate", "permessage-deflate; server_max_window_bits=8", false, false, 8, 15)]
    // Smaller than asked.
    [InlineData("permessage-deflate; server_max_window_bits=12", "permessage-deflate; server_max_window_bits=10", false, false, 10, 15)]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=9", false, false, 15, 9)]
    [InlineData("permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=12", false, false, 15, 12)]
    // What the client said of itself holds although the server does not repeat it.
    [InlineData("permessage-deflate; client_no_context_takeover; client_max_window_bits=11", "permessage-deflate", false, true, 15, 11)]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover", true, false, 15, 15)]
    public void CheckAnswer_AcceptanceOfTheOffer_AgreesOnParameters(
        string offer, string answer, bool serverAlone, bool clientAlone, int serverBits, int clientBits)
    {
        HandshakeRule rule = Check(offer, answer, out DeflateParameters? parameters);

        Assert.Equal(HandshakeRule.None, rule);
        Assert.Equal(new DeflateParameters(serverAlone, clientAlone, serverBits, clientBits), parameters);
    }

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate; unknown", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover=1", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate", "permessage-deflate; server_no_context_takeover; server_no_context_takeover", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate", "permessage-deflate; server_max_window_bits", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate", "permessage-deflate; server_max_window_bits=7", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate", "permessage-deflate; server_max_window_bits=010", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate", "permessage-deflate; client_max_window_bits=15", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=13", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate; server_max_window_bits=12", "permessage-deflate", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate; server_max_window_bits=12", "permessage-deflate; server_max_window_bits=13", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate", HandshakeRule.AnswerDeflateParameters)]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=8", HandshakeRule.AnswerDeflateWindow)]
    [InlineData("permessage-deflate", "permessage-deflate, permessage-deflate", HandshakeRule.AnswerExtensionRepeated)]
    [InlineData("permessage-deflate", "permessage-deflate, x-other", HandshakeRule.AnswerExtensionUnasked)]
    [InlineData(null, "permessage-deflate", HandshakeRule.AnswerExtensionUnasked)]
    public void CheckAnswer_NotAnAcceptanceOfTheOffer_BreaksItsRule(string? offer, string answer, HandshakeRule expected) =>
        Assert.Equal(expected, Check(offer, answer, out _));

    [Fact]
    public void CheckAnswer_NoExtension_IsADeclinedOffer()
    {
        Assert.Equal(HandshakeRule.None, DeflateNegotiation.CheckAnswer(new DeflateOffer(), [], out DeflateParameters? parameters));
        Assert.Null(parameters);
    }

    private static HandshakeRule Check(string? offer, string answer, out DeflateParameters? parameters)
    {
        DeflateOffer? offered = null;
        if (offer is not null)
        {
            Assert.True(DeflateOffer.TryParse(Requests.Parse(offer)[0], out DeflateOffer read));
            offered = read;
        }

        return DeflateNegotiation.CheckAnswer(offered, Requests.Parse(answer), out parameters);
    }
}
