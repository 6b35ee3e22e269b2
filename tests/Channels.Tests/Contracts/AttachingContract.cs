using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>Attaching and detaching: what comes on the link, and what late calls may not change.</summary>
public abstract class AttachingContract : ChannelGatewayContract
{
    private const string Channel = "short:a";

    [Fact]
    public async Task Attach_NewChannel_SaysLinkAndTop()
    {
        await using GatewayBench bench = await CreateAsync();
        AttachResult attached = await bench.AttachAsync(Channel);
        Assert.Equal(GatewayBench.Edge, attached.Link.Edge);
        Assert.NotEmpty(attached.Link.Host);
        Assert.NotEmpty(attached.Top.Epoch);
        Assert.Equal((0, true), (attached.Top.Offset, attached.IsContinuous));
    }

    [Theory, InlineData(0, true), InlineData(2, true), InlineData(3, true), InlineData(4, false)]
    public async Task Attach_FromAPosition_IsContinuousUpToTheTop(long from, bool expected)
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishThreeAsync(bench);
        AttachResult attached = await bench.Gateway.AttachAsync(Channel, new AttachRequest(1, top with { Offset = from }, []));
        Assert.Equal((top, expected), (attached.Top, attached.IsContinuous));
    }

    [Fact]
    public async Task Attach_FromAnotherEpoch_IsNotContinuous()
    {
        await using GatewayBench bench = await CreateAsync();
        await PublishThreeAsync(bench);
        Assert.False((await bench.Gateway.AttachAsync(Channel, new AttachRequest(1, new Position("another", 1), []))).IsContinuous);
    }

    [Fact]
    public async Task Attach_WhileOthersPublish_BringsEverythingAboveTheTop()
    {
        await using GatewayBench bench = await CreateAsync();
        Task publishing = Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await bench.PublishAsync(Channel, Text.Request("x"));
            }
        }, TestContext.Current.CancellationToken);
        AttachResult attached = await bench.AttachAsync(Channel);
        await publishing;
        // If the first answer was lost, something from before the second one may have come too.
        IEnumerable<long> offsets = (await bench.EventsAsync(Channel)).Select(item => item.Offset).Where(offset => offset > attached.Top.Offset);
        Assert.Equal(Enumerable.Range((int)attached.Top.Offset + 1, 100 - (int)attached.Top.Offset).Select(o => (long)o), offsets);
    }

    [Fact]
    public async Task Attach_Again_DoublesNothing()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel, 1);
        await bench.AttachAsync(Channel, 1);
        await bench.AttachAsync(Channel, 2);
        await PublishThreeAsync(bench);
        Assert.Equal(["p1", "p2", "p3"], Texts(await bench.EventsAsync(Channel)));
    }

    [Fact]
    public async Task Publish_WhileNotAttached_ComesOnNoLink()
    {
        await using GatewayBench bench = await CreateAsync();
        await PublishThreeAsync(bench);
        await bench.AttachAsync(Channel);
        Assert.Empty(await bench.EventsAsync(Channel));
    }

    [Theory, InlineData(5), InlineData(6)]
    public async Task Detach_WithItsGenerationOrAYoungerOne_EndsTheEvents(long generation)
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel, 5);
        await bench.Gateway.DetachAsync(Channel, generation);
        await PublishThreeAsync(bench);
        await bench.AttachAsync(Channel, 7);
        Assert.Empty(await bench.EventsAsync(Channel));
    }

    [Fact]
    public async Task Detach_ThatComesLate_LeavesTheYoungerAttachment()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel, 5);
        await bench.Gateway.DetachAsync(Channel, 4);
        await PublishThreeAsync(bench);
        Assert.Equal(3, (await bench.EventsAsync(Channel)).Count);
    }

    [Fact]
    public async Task Attach_ThatComesLate_DoesNotTakeTheYoungerOnesPlace()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel, 5);
        await bench.AttachAsync(Channel, 3, Present("late"));
        await bench.Gateway.DetachAsync(Channel, 4);
        await PublishThreeAsync(bench);
        Assert.Equal(3, (await bench.EventsAsync(Channel)).Count(item => item.Publication is not null));
        Assert.Empty(await bench.Gateway.ReadMembersAsync(Channel));
    }

    [Theory, InlineData(4), InlineData(5)]
    public async Task Attach_ThatComesAfterItsEnd_IsNotHeeded(long late)
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel, 5);
        await bench.Gateway.DetachAsync(Channel, 5);
        await bench.AttachAsync(Channel, late, Present("late"));
        await PublishThreeAsync(bench);
        Assert.Empty(await bench.Gateway.ReadMembersAsync(Channel));
        Assert.Empty(await bench.Gateway.ListChannelsAsync("", 10));
        await bench.AttachAsync(Channel, 6);
        Assert.Empty(await bench.EventsAsync(Channel));
    }

    [Fact]
    public async Task Detach_ThatOvertakesItsAttachment_EndsItToo()
    {
        await using GatewayBench bench = await CreateAsync();
        await PublishThreeAsync(bench);
        await bench.Gateway.DetachAsync(Channel, 5);
        await bench.AttachAsync(Channel, 5);
        Assert.Empty(await bench.Gateway.ListChannelsAsync("", 10));
    }

    [Fact]
    public async Task Detach_OfAChannelThatIsNotThere_DoesNothing()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.Gateway.DetachAsync(Channel, 1);
        Assert.Empty(await bench.Gateway.ListChannelsAsync("", 10));
    }

    [Theory, InlineData(2, true), InlineData(3, true), InlineData(4, false)]
    public async Task Channels_UpToTheirLimit_CanBeMade(int channels, bool expected)
    {
        await using GatewayBench bench = await CreateAsync(new BenchSetup { MaxChannels = 3 });
        for (int i = 1; i < channels; i++)
        {
            await bench.PublishAsync($"long:{i}", Text.Request("x"));
        }

        Exception? refused = await Record.ExceptionAsync(async () => await bench.PublishAsync("long:last", Text.Request("x")));
        Assert.Equal(expected ? null : typeof(ChannelLimitException), refused?.GetType());
        Assert.Equal(2, (await bench.PublishAsync("long:1", Text.Request("y"))).Offset);
    }

    [Fact]
    public async Task Channels_ThatWereForgotten_MakeRoomForOthers()
    {
        await using GatewayBench bench = await CreateAsync(new BenchSetup { MaxChannels = 1 });
        await bench.PublishAsync("plain:a", Text.Request("x"));
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        await bench.PublishAsync("plain:b", Text.Request("x"));
    }

    [Fact]
    public async Task Channels_ThatWereOnlyRead_AreForgottenSoon()
    {
        await using GatewayBench bench = await CreateAsync(new BenchSetup { MaxChannels = 1 });
        await bench.Gateway.ReadHistoryAsync("long:a", new HistoryRequest(-1));
        await bench.PassAsync(TimeSpan.FromMinutes(5));
        await bench.PublishAsync("long:b", Text.Request("x"));
    }

    private static async Task<Position> PublishThreeAsync(GatewayBench bench) =>
        (await bench.PublishAsync(Channel, [Text.Request("p1"), Text.Request("p2"), Text.Request("p3")]))[^1];
}
