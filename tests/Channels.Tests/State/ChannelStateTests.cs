using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.State;

/// <summary>What several edges see of one channel, and when it may be forgotten.</summary>
public sealed class ChannelStateTests
{
    private readonly List<ChannelEvent> _events = [];
    private readonly ChannelState _state = new("short:a", SampleRules.Short, "epoch", TimeSpan.Zero);

    [Fact]
    public void Edges_ThatAreAttached_AreListedOnceEach()
    {
        Attach("a", 1);
        Attach("b", 1);
        Attach("a", 2);
        Assert.Equal(["a", "b"], _state.Edges.Order());
        _state.Detach("a", 2, TimeSpan.Zero, _events);
        Assert.Equal(["b"], _state.Edges);
    }

    [Fact]
    public void Subscribers_OfAllEdges_AreCounted()
    {
        Attach("a", 1);
        Attach("b", 1);
        _state.ReportSubscribers("a", 3);
        _state.ReportSubscribers("b", 4);
        _state.ReportSubscribers("unknown", 100);
        Assert.Equal(7, _state.Subscribers);
        Attach("a", 2);
        Assert.Equal(7, _state.Subscribers);
        _state.Detach("b", null, TimeSpan.Zero, _events);
        Assert.Equal(3, _state.Subscribers);
    }

    [Fact]
    public void Detach_OfOneEdge_AnnouncesItsMembersToTheOthers()
    {
        Attach("a", 1, Present("x"));
        Attach("b", 1, Present("y"));
        _events.Clear();
        _state.Detach("a", null, TimeSpan.Zero, _events);
        Assert.Equal("Left x", Moves());
        Assert.Equal("y", Assert.Single(_state.Members).Client);
    }

    [Fact]
    public void Client_TakenOverByAnotherEdge_StaysWhenTheFirstIsGone()
    {
        Attach("a", 1, Present("x", 1));
        Attach("b", 1, Present("x", 10));
        _events.Clear();
        _state.UpdateMembers("a", 1, [Gone("x", 2)], TimeSpan.Zero, _events);
        _state.Detach("a", null, TimeSpan.Zero, _events);
        Assert.Single(_state.Members);
        Assert.Empty(_events);
    }

    [Fact]
    public void Members_OfAnEdgeThatComesBack_AreAnnouncedAgain()
    {
        Attach("a", 1, Present("x"));
        Attach("b", 1);
        _state.Detach("a", null, TimeSpan.Zero, _events);
        Attach("a", 2, Present("x"));
        Assert.Equal("Joined x, Left x, Joined x", Moves());
    }

    [Theory, InlineData(3, true, ""), InlineData(4, true, "Joined x, "), InlineData(3, false, "Joined x, ")]
    public void Members_OfAnEdgeThatAttachesAgainBeforeTheChannelHasSettled_AreNoJoins(int seconds, bool isAgain, string joins)
    {
        TimeSpan now = TimeSpan.FromSeconds(seconds);
        ChannelState state = new("short:a", SampleRules.Short, "epoch", TimeSpan.Zero, settlesAt: TimeSpan.FromSeconds(4));
        state.Attach("a", new AttachRequest(1, null, [Present("x")]) { IsAgain = isAgain }, now, _events);
        Assert.Single(state.Members);
        state.UpdateMembers("a", 1, [Gone("x", 2), Present("y")], now, _events);
        Assert.Equal(joins + "Left x, Joined y", Moves());
    }

    [Fact]
    public void Trim_OfAChannelWithHistory_ForgetsItAfterItsPositionAge()
    {
        _state.Publish(new PublishBatch("publisher", 1, [Text.Request("x")]), TimeSpan.FromMinutes(1), 0, _events);
        Assert.False(_state.Trim(TimeSpan.FromMinutes(61) - TimeSpan.FromSeconds(1)));
        Assert.True(_state.Trim(TimeSpan.FromMinutes(61)));
    }

    [Theory, InlineData(59, false), InlineData(60, true)]
    public void Trim_OfAChannelWithoutHistory_WaitsForLateCallsOnly(int seconds, bool expected)
    {
        ChannelState state = new("plain:a", SampleRules.Plain, "epoch", TimeSpan.Zero);
        state.Attach("a", new AttachRequest(1, null, [Present("x")]), TimeSpan.Zero, _events);
        Assert.False(state.Trim(TimeSpan.FromDays(1)));
        state.Detach("a", 1, TimeSpan.FromDays(1), _events);
        Assert.Equal(expected, state.Trim(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(seconds)));
    }

    // A late repetition a minute later is not expected any more; until then the number is known.
    [Theory, InlineData(59, 1), InlineData(60, 2)]
    public void Batch_RepeatedLate_IsKnownForAMinute(int seconds, long expected)
    {
        PublishBatch batch = new("publisher", 1, [Text.Request("x")]);
        _state.Publish(batch, TimeSpan.Zero, 0, _events);
        _state.Trim(TimeSpan.FromSeconds(seconds));
        _state.Publish(batch, TimeSpan.FromSeconds(seconds), 0, _events);
        Assert.Equal(expected, _state.Top.Offset);
    }

    private static MemberRecord Present(string client, long version = 1) => new(new ClientInfo("user", client), version, IsPresent: true);

    private static MemberRecord Gone(string client, long version) => new(new ClientInfo("user", client), version, IsPresent: false);

    private void Attach(string edge, long generation, params MemberRecord[] members) =>
        _state.Attach(edge, new AttachRequest(generation, null, members), TimeSpan.Zero, _events);

    private string Moves() => string.Join(", ", _events.Select(item => $"{item.Kind} {item.Member!.Client}"));
}
