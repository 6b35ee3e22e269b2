using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class DeflateNegotiationTests
{
    private static readonly Dictionary<string, DeflatePolicy> Policies = new()
    {
        ["plain"] = new DeflatePolicy(),
        ["messaging"] = new DeflatePolicy { ServerNoContextTakeover = true },
        ["frugal"] = new DeflatePolicy { ServerNoContextTakeover = true, ClientNoContextTakeover = true, ServerMaxWindowBits = 11, ClientMaxWindowBits = 10 },
        ["off"] = DeflatePolicy.Disabled,
    };

    [Theory]
    // RFC 7692 §7.1.3: the examples.
    [InlineData("plain", "permessage-deflate", "permessage-deflate")]
    [InlineData("plain", "permessage-deflate; client_max_window_bits; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=10")]
    [InlineData("plain", "permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate; client_max_window_bits", "permessage-deflate; server_max_window_bits=10")]
    // Each parameter of an offer.
    [InlineData("plain", "permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("plain", "permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover")]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=15")]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=\"9\"", "permessage-deflate; server_max_window_bits=9")]
    [InlineData("plain", "permessage-deflate; client_max_window_bits", "permessage-deflate")]
    [InlineData("plain", "permessage-deflate; client_max_window_bits=15", "permessage-deflate")]
    [InlineData("plain", "permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=12")]
    [InlineData("plain", "permessage-deflate; client_max_window_bits=8", "permessage-deflate; client_max_window_bits=8")]
    // What the policy adds unasked, and what it must not.
    [InlineData("messaging", "permessage-deflate", "permessage-deflate; server_no_context_takeover")]
    [InlineData("messaging", "permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("frugal", "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11")]
    [InlineData("frugal", "permessage-deflate; client_max_window_bits", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11; client_max_window_bits=10")]
    [InlineData("frugal", "permessage-deflate; client_max_window_bits=9; server_max_window_bits=10", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9")]
    // The first acceptable offer wins; those before it are passed over.
    [InlineData("plain", "x-other, permessage-deflate", "permessage-deflate")]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=8, permessage-deflate", "permessage-deflate")]
    [InlineData("plain", "permessage-deflate; unknown, permessage-deflate; server_max_window_bits=12", "permessage-deflate; server_max_window_bits=12")]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=12, permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=12")]
    // Declined.
    [InlineData("off", "permessage-deflate", null)]
    [InlineData("plain", "x-other", null)]
    [InlineData("plain", "Permessage-Deflate", null)]
    [InlineData("plain", "permessage-deflate; unknown", null)]
    [InlineData("plain", "permessage-deflate; server_no_context_takeover=1", null)]
    [InlineData("plain", "permessage-deflate; client_no_context_takeover=true", null)]
    [InlineData("plain", "permessage-deflate; server_no_context_takeover; server_no_context_takeover", null)]
    [InlineData("plain", "permessage-deflate; client_no_context_takeover; client_no_context_takeover", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=8", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=08", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=7", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=16", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=010", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=+9", null)]
    [InlineData("plain", "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10", null)]
    [InlineData("plain", "permessage-deflate; client_max_window_bits=16", null)]
    [InlineData("plain", "permessage-deflate; client_max_window_bits=0", null)]
    [InlineData("plain", "permessage-deflate; client_max_window_bits=09", null)]
    [InlineData("plain", "permessage-deflate; client_max_window_bits; client_max_window_bits=10", null)]
    public void TryAnswer_Offers_AnswersTheFirstAcceptableOne(string policy, string offers, string? expected)
    {
        bool accepted = DeflateNegotiation.TryAnswer(Requests.Parse(offers), Policies[policy], out _, out Extension answer);

        Assert.Equal(expected, accepted ? answer.ToString() : null);
    }

    [Theory]
    [InlineData("plain", "permessage-deflate", false, false, 15, 15)]
    [InlineData("plain", "permessage-deflate; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=8", false, true, 10, 8)]
    [InlineData("messaging", "permessage-deflate; client_max_window_bits", true, false, 15, 15)]
    [InlineData("frugal", "permessage-deflate", true, true, 11, 15)]
    [InlineData("frugal", "permessage-deflate; client_max_window_bits", true, true, 11, 10)]
    public void TryAnswer_Offer_AgreesOnParameters(string policy, string offer, bool serverAlone, bool clientAlone, int serverBits, int clientBits)
    {
        Assert.True(DeflateNegotiation.TryAnswer(Requests.Parse(offer), Policies[policy], out DeflateParameters parameters, out _));

        Assert.Equal(new DeflateParameters(serverAlone, clientAlone, serverBits, clientBits), parameters);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void DeflatePolicy_ServerWindowOutOfRange_Throws(int bits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeflatePolicy { ServerMaxWindowBits = bits });

    [Theory]
    [InlineData(7)]
    [InlineData(16)]
    public void DeflatePolicy_ClientWindowOutOfRange_Throws(int bits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeflatePolicy { ClientMaxWindowBits = bits });

    // Both halves, written from the two sides of RFC 7692, must agree on every combination that either can produce.
    [Fact]
    public void CheckAnswer_WhateverOurServerAnswersToOurOffers_IsAcceptedWithEqualParameters()
    {
        int agreed = 0;
        foreach (DeflateOffer offer in AllOffers())
        {
            foreach (DeflatePolicy policy in Policies.Values)
            {
                IReadOnlyList<Extension> offers = Requests.Parse(offer.ToExtension().ToString());
                if (!DeflateNegotiation.TryAnswer(offers, policy, out DeflateParameters server, out Extension answer))
                {
                    Assert.True(!policy.Enabled || offer.ServerMaxWindowBits == 8);
                    continue;
                }

                HandshakeRule rule = DeflateNegotiation.CheckAnswer(offer, Requests.Parse(answer.ToString()), out DeflateParameters? client);

                Assert.Equal(HandshakeRule.None, rule);
                Assert.Equal(server, client);
                agreed++;
            }
        }

        Assert.Equal(4 * 8 * 8 * 3, agreed);
    }

    [Fact]
    public void DeflateOffer_WireForm_RoundTrips() =>
        Assert.All(AllOffers(), static offer =>
        {
            Assert.True(DeflateOffer.TryParse(offer.ToExtension(), out DeflateOffer read));
            Assert.Equal(offer, read);
        });

    // Every combination of flags with server windows {absent, 8..15} and client windows {absent, 9..15}.
    private static IEnumerable<DeflateOffer> AllOffers() =>
        from serverAlone in new[] { false, true }
        from clientAlone in new[] { false, true }
        from serverBits in new int?[] { null, 8, 9, 10, 11, 12, 13, 14, 15 }
        from clientBits in new int?[] { null, 9, 10, 11, 12, 13, 14, 15 }
        select new DeflateOffer(serverAlone, clientAlone, serverBits, clientBits);
}
