namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>Members: the higher version holds, a late join brings nobody back, and a member is present only through an attachment.</summary>
public abstract class MembersContract : ChannelGatewayContract
{
    private const string Channel = "short:a";

    [Fact]
    public async Task Members_ThatComeAndGo_AreAnnouncedOnceEach()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a"), Present("b")]);
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a"), Present("a", 2)]);
        Assert.Equal(["a", "b"], await ClientsAsync(bench));
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Gone("a", 3), Gone("a", 4)]);
        Assert.Equal(["b"], await ClientsAsync(bench));
        Assert.Equal(["Joined a", "Joined b", "Left a"], Moves(await bench.EventsAsync(Channel)));
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Join_ThatComesAfterALaterLeave_IsNotHeeded(long version)
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Gone("a", 2)]);
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a", version)]);
        Assert.Empty(await ClientsAsync(bench));
        Assert.Empty(Moves(await bench.EventsAsync(Channel)));
    }

    [Fact]
    public async Task Leave_ThatComesAfterATakeOver_IsNotHeeded()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a", 1)]);
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a", 1 << 20)]);
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Gone("a", 2)]);
        Assert.Equal(["a"], await ClientsAsync(bench));
        Assert.Equal(["Joined a"], Moves(await bench.EventsAsync(Channel)));
    }

    [Fact]
    public async Task Attach_WithMembers_AddsThemAndAnnouncesOnlyTheNewOnes()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a")]);
        await bench.AttachAsync(Channel, 2, Present("a"), Present("b"));
        Assert.Equal(["a", "b"], await ClientsAsync(bench));
        Assert.Equal(["Joined a", "Joined b"], Moves(await bench.EventsAsync(Channel)));
    }

    [Fact]
    public async Task Detach_TakesTheEdgesMembersAlong()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a"), Present("b")]);
        await bench.Gateway.DetachAsync(Channel, 1);
        Assert.Empty(await ClientsAsync(bench));
    }

    [Fact]
    public async Task Attach_AfterDetachment_BringsTheSameMembersBack()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a"), Present("b")]);
        await bench.Gateway.DetachAsync(Channel, 1);
        await bench.AttachAsync(Channel, 2, Present("a"));
        Assert.Equal(["a"], await ClientsAsync(bench));
    }

    // Regression: a join that was repeated by the network came after the attachment that followed.
    [Fact]
    public async Task Join_ThroughAnEarlierAttachment_IsNotHeeded()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.DetachAsync(Channel, 1);
        await bench.AttachAsync(Channel, 2, Present("a"));
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("b")]);
        Assert.Equal(["a"], await ClientsAsync(bench));
    }

    [Fact]
    public async Task Leave_ThroughAnEarlierAttachment_Holds()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.AttachAsync(Channel, 2, Present("a", 1));
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Gone("a", 2)]);
        Assert.Empty(await ClientsAsync(bench));
    }

    [Fact]
    public async Task Join_OfAnEdgeThatIsNotAttached_IsNotHeeded()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a")]);
        await bench.Gateway.DetachAsync(Channel, 1);
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a"), Present("b")]);
        Assert.Empty(await ClientsAsync(bench));
    }

    [Fact]
    public async Task Leave_WhileNotAttached_HoldsAfterwards()
    {
        await using GatewayBench bench = await AttachedAsync();
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Present("a", 1)]);
        await bench.Gateway.DetachAsync(Channel, 1);
        await bench.Gateway.UpdateMembersAsync(Channel, 1, [Gone("a", 2)]);
        await bench.AttachAsync(Channel, 2, Present("a", 1));
        Assert.Empty(await ClientsAsync(bench));
    }

    [Fact]
    public async Task Members_WhereTheNamespaceDoesNotAnnounce_AreKnownAndNotTold()
    {
        await using GatewayBench bench = await CreateAsync();
        await bench.AttachAsync("plain:a");
        await bench.Gateway.UpdateMembersAsync("plain:a", 1, [Present("a")]);
        Assert.Single(await bench.Gateway.ReadMembersAsync("plain:a"));
        Assert.Empty(await bench.EventsAsync("plain:a"));
    }

    [Fact]
    public async Task Members_OfAChannelThatIsNotThere_AreNone()
    {
        await using GatewayBench bench = await CreateAsync();
        Assert.Empty(await bench.Gateway.ReadMembersAsync(Channel));
    }

    private async Task<GatewayBench> AttachedAsync()
    {
        GatewayBench bench = await CreateAsync();
        await bench.AttachAsync(Channel);
        return bench;
    }

    private static async Task<string[]> ClientsAsync(GatewayBench bench) =>
        [.. (await bench.Gateway.ReadMembersAsync(Channel)).Select(member => member.Client).Order(StringComparer.Ordinal)];
}
