using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Handshake;

public sealed class HandshakeRulesTests
{
    [Fact]
    public void All_ComparedWithTheEnum_HasOneRowForEachRuleInOrder() =>
        Assert.Equal(Enum.GetValues<HandshakeRule>().Where(static rule => rule != HandshakeRule.None), HandshakeRules.All.Select(static row => row.Rule));

    // Each row of the families is asserted to raise its rule in the tests of its type; here, that no rule is left out.
    [Fact]
    public void BrokenHandshakes_TogetherWithTheHostsOwnRules_RaiseEveryRule()
    {
        HashSet<HandshakeRule> raised =
        [
            HandshakeRule.RouteUnknown, // the host's, tested in HandshakeResultTests
            .. BrokenHandshakes.Requests.Select(static row => row.Data.Item1),
            .. BrokenHandshakes.RequestHeads.Select(static row => row.Data.Item1),
            .. BrokenHandshakes.ResponseHeads.Select(static row => row.Data.Item1),
            .. BrokenHandshakes.Answers.Select(static row => row.Data.Item1),
        ];

        Assert.Empty(HandshakeRules.All.Select(static row => row.Rule).Except(raised));
    }

    [Fact]
    public void Text_OfARule_EndsInItsSection() =>
        Assert.Equal("The Upgrade header must name websocket (RFC 6455 4.2.1)", HandshakeRules.Row(HandshakeRule.UpgradeHeader).Text);

    [Theory]
    [InlineData(HandshakeRule.None)]
    [InlineData((HandshakeRule)200)]
    public void Row_UndefinedRule_Throws(HandshakeRule rule) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HandshakeRules.Row(rule));
}
