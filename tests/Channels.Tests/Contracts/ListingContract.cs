namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>The list of channels that are in use.</summary>
public abstract class ListingContract : ChannelGatewayContract
{
    private static readonly string[] Names = ["long:a", "long:ab", "long:b", "plain:a", "short:a"];

    public static TheoryData<string, string> Patterns => new()
    {
        { "", "long:a long:ab long:b plain:a short:a" }, { "*", "long:a long:ab long:b plain:a short:a" }, { "long:*", "long:a long:ab long:b" },
        { "*:a", "long:a plain:a short:a" }, { "long:a", "long:a" }, { "long:a*", "long:a long:ab" }, { "x*", "" }, { "*l*", "long:a long:ab long:b plain:a" },
    };

    [Theory, MemberData(nameof(Patterns))]
    public async Task List_ByPattern_HasTheChannelsInUseByName(string pattern, string expected)
    {
        await using GatewayBench bench = await AttachedAsync();
        Assert.Equal(expected, string.Join(' ', (await bench.Gateway.ListChannelsAsync(pattern, 100)).Select(summary => summary.Channel)));
    }

    [Theory, InlineData(4, 4), InlineData(5, 5), InlineData(6, 5), InlineData(0, 0)]
    public async Task List_WithALimit_HasTheFirstOnes(int limit, int expected)
    {
        await using GatewayBench bench = await AttachedAsync();
        Assert.Equal(Names.Take(expected), (await bench.Gateway.ListChannelsAsync("", limit)).Select(summary => summary.Channel));
    }

    [Fact]
    public async Task List_OfReportedChannels_CountsSubscribers()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.ReportSubscribersAsync("long:a", 7);
        IReadOnlyList<ChannelSummary> listed = await bench.Gateway.ListChannelsAsync("long:a*", 100);
        Assert.Equal([new ChannelSummary("long:a", 7), new ChannelSummary("long:ab", 0)], listed);
    }

    [Fact]
    public async Task List_OfChannelsThatNoEdgeWants_HasThemNot()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.DetachAsync("long:a", 1);
        await bench.PublishAsync("long:new", Hosts.Text.Request("x"));
        await bench.Gateway.ReportSubscribersAsync("long:other", 3);
        Assert.Equal(Names.Skip(1), (await bench.Gateway.ListChannelsAsync("", 100)).Select(summary => summary.Channel));
    }

    private async Task<GatewayBench> AttachedAsync()
    {
        GatewayBench bench = await CreateAsync();
        foreach (string name in Names.Reverse())
        {
            await bench.AttachAsync(name);
        }

        return bench;
    }
}
