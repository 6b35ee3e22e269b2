using Microsoft.Extensions.Configuration;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class OptionMappingTests
{
    private const string Chat = "Channels:Namespaces:chat:";

    [Fact]
    public void ToNamespaceTable_EveryOption_ReachesTheRules()
    {
        NamespaceTable table = Table(
            (Chat + "HistorySize", "7"), (Chat + "HistoryAge", "00:01:00"), (Chat + "PositionAge", "00:02:00"), (Chat + "Presence", "true"),
            (Chat + "JoinLeave", "true"), (Chat + "SlowReaders", "CatchUp"), (Chat + "Subscribe", "Users"), (Chat + "Publish", "Anyone"),
            (Chat + "ReadHistory", "Token"), (Chat + "ReadPresence", "Nobody"), (Chat + "ProxySubscribe", "true"), (Chat + "ProxyPublish", "true"));

        ChannelRules expected = new()
        {
            Namespace = "chat",
            HistorySize = 7,
            HistoryAge = TimeSpan.FromMinutes(1),
            PositionAge = TimeSpan.FromMinutes(2),
            Presence = true,
            JoinLeave = true,
            SlowReaders = SlowReaderPolicy.CatchUp,
            Access = new ChannelAccess { Subscribe = Access.Users, Publish = Access.Anyone, History = Access.Token, Presence = Access.Nobody },
            ProxySubscribe = true,
            ProxyPublish = true,
        };
        Assert.Equal(expected, table.Find("chat:room"));
    }

    // The values' own defaults and the options' are written down twice, and are the same.
    [Fact]
    public void ToNamespaceTable_WithoutOptions_HasTheRulesOwnDefaults()
    {
        NamespaceTable table = Table();

        Assert.Equal(new ChannelRules(), table.Find("room"));
        Assert.Null(table.Find("chat:room"));
    }

    [Fact]
    public void ToNamespaceTable_Default_IsNotInherited()
    {
        NamespaceTable table = Table(("Channels:Default:Presence", "true"), (Chat + "HistorySize", "1"));

        Assert.True(table.Find("room")!.Presence);
        Assert.False(table.Find("chat:room")!.Presence);
    }

    [Fact]
    public void ToNamespaceTable_NamespaceOfDefaults_IsKnown() =>
        Assert.Equal(new ChannelRules { Namespace = "plain" }, Table(("Channels:Namespaces:plain", null)).Find("plain:room"));

    [Fact]
    public void ToLimits_OfClients_CountsControlFramesAsCommands()
    {
        WebSocketLimits limits = new ClientLimitOptions { MaxMessageOctets = 1, MaxInflatedOctets = 2, MaxFragments = 3, MaxCommandsPerSecond = 4 }.ToLimits();

        Assert.Equal(new WebSocketLimits { MaxMessageOctets = 1, MaxInflatedOctets = 2, MaxFragments = 3, MaxControlFramesPerSecond = 4 }, limits);
    }

    private static NamespaceTable Table(params (string, string?)[] options) =>
        (TestConfiguration.Of(options).GetSection(ChannelOptions.Section).Get<ChannelOptions>() ?? new ChannelOptions()).ToNamespaceTable();
}
