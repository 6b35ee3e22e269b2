using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class OptionRulesTests
{
    private const string Chat = "Channels:Namespaces:chat:";

    [Theory]
    [InlineData("true", "true", true)]
    [InlineData("true", "false", false)]
    [InlineData("false", "true", true)]
    [InlineData("false", "false", true)]
    public void Check_JoinLeave_NeedsPresence(string joinLeave, string presence, bool valid) =>
        AssertRule(valid, Chat + "JoinLeave needs Presence", (Chat + "JoinLeave", joinLeave), (Chat + "Presence", presence));

    [Theory]
    [InlineData("CatchUp", "0", false)]
    [InlineData("CatchUp", "1", true)]
    [InlineData("Disconnect", "0", true)]
    public void Check_CatchUp_NeedsHistory(string policy, string historySize, bool valid) =>
        AssertRule(valid, Chat + "SlowReaders = CatchUp needs HistorySize", (Chat + "SlowReaders", policy), (Chat + "HistorySize", historySize));

    [Theory]
    [InlineData("00:00:59.999", false)]
    [InlineData("00:01:00", true)]
    [InlineData("00:01:00.001", true)]
    public void Check_PositionAge_IsAtLeastHistoryAge(string positionAge, bool valid) =>
        AssertRule(valid, Chat + "PositionAge must be at least HistoryAge", (Chat + "PositionAge", positionAge), (Chat + "HistoryAge", "00:01:00"));

    [Theory]
    [InlineData("Subscribe")]
    [InlineData("Publish")]
    public void Check_ProxyOfANamespace_NeedsItsUrl(string kind)
    {
        (string, string?) proxied = ($"{Chat}Proxy{kind}", "true");

        AssertRule(false, $"{Chat}Proxy{kind} needs Proxy:{kind}:Url", proxied);
        AssertRule(false, $"{Chat}Proxy{kind} needs Proxy:{kind}:Url", proxied, ("Proxy:Connect:Url", "http://app.example"));
        AssertRule(true, "", proxied, ($"Proxy:{kind}:Url", "http://app.example"));
    }

    [Fact]
    public void Check_SubscribersMaySubscribe_IsNotValid() =>
        AssertRule(false, Chat + "Subscribe = 'Subscribers' is not valid: expected Nobody, Token, Users or Anyone", (Chat + "Subscribe", "Subscribers"));

    // The rules hold for channels without a namespace too.
    [Fact]
    public void Check_DefaultNamespace_IsHeldToTheRules() =>
        AssertRule(false, "Channels:Default:JoinLeave needs Presence", ("Channels:Default:JoinLeave", "true"));

    [Theory]
    [InlineData("chat", true)]
    [InlineData("a b/c-d.e~", true)]
    [InlineData("chät", false)]
    [InlineData("tab\tbed", false)]
    [InlineData("del\u007f", false)]
    public void Check_NamespaceName_IsPrintableAscii(string name, bool valid) =>
        AssertRule(valid, $"Channels:Namespaces:{name} is not valid", ($"Channels:Namespaces:{name}:Presence", "true"));

    [Theory]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Check_NamespaceName_HasAtMost64Characters(int length, bool valid) =>
        Check_NamespaceName_IsPrintableAscii(new string('n', length), valid);

    [Fact]
    public void Check_EmptyNamespaceName_IsNotValid() => Assert.NotEmpty(Check(("Channels:Namespaces::Presence", "true")));

    [Theory]
    [InlineData("00:00:24.999", true)]
    [InlineData("00:00:25", false)]
    [InlineData("00:00:25.001", false)]
    public void Check_PongTimeout_IsShorterThanThePingInterval(string pongTimeout, bool valid) =>
        AssertRule(valid, $"Clients:Times:PongTimeout = '{pongTimeout}' must be shorter than Clients:Times:PingInterval = '00:00:25'", ("Clients:Times:PongTimeout", pongTimeout));

    [Theory]
    [InlineData("00:00:05.999", true)]
    [InlineData("00:00:06", false)]
    [InlineData("00:00:06.001", false)]
    public void Check_PresenceGraceAndLease_StayBelowTenSeconds(string grace, bool valid) =>
        AssertRule(valid, $"Clients:Times:PresenceGrace = '{grace}' must be below '00:00:06'", ("Clients:Times:PresenceGrace", grace));

    private static void AssertRule(bool valid, string expected, params (string, string?)[] options)
    {
        IReadOnlyList<string> errors = Check(options);
        if (valid)
        {
            Assert.Empty(errors);
        }
        else
        {
            Assert.StartsWith(expected, Assert.Single(errors), StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<string> Check(params (string, string?)[] options) => OptionCheck.Check(TestConfiguration.Of(options));
}
