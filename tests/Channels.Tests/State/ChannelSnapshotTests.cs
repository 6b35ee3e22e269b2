using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.State;

/// <summary>What a channel takes along when it moves.</summary>
public sealed class ChannelSnapshotTests
{
    private const long Unix = 1_800_000_000_000;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    private readonly List<ChannelEvent> _events = [];
    private readonly ChannelState _state = new("short:a", SampleRules.Short, "epoch", TimeSpan.Zero);

    [Fact]
    public void Snapshot_OfANewChannel_IsItsEpochAlone()
    {
        ChannelSnapshot snapshot = _state.TakeSnapshot(TimeSpan.Zero);
        Assert.Equal(("epoch", 0L, null), (snapshot.Epoch, snapshot.Top, snapshot.UseAge));
        Assert.Equal((0, 0, 0), (snapshot.History.Count, snapshot.Batches.Count, snapshot.Members.Count));
    }

    [Fact]
    public void Batch_RepeatedAfterAMove_IsAnsweredAndNotAppended()
    {
        PublishBatch batch = new("publisher", 3, [Text.Request("x"), Text.Request("y")]);
        IReadOnlyList<Position> answer = _state.Publish(batch, TimeSpan.Zero, Unix, _events);
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        _events.Clear();
        Assert.Equal(answer, moved.Publish(batch, TimeSpan.FromSeconds(1), Unix + 1000, _events));
        Assert.Empty(_events);
        Assert.Equal(2, moved.Top.Offset);
    }

    [Theory, InlineData(59, 1), InlineData(60, 2)]
    public void Batch_RepeatedLateAfterAMove_IsKnownForAMinute(int seconds, long expected)
    {
        PublishBatch batch = new("publisher", 1, [Text.Request("x")]);
        _state.Publish(batch, TimeSpan.Zero, Unix, _events);
        ChannelState moved = Move(TimeSpan.FromSeconds(30));
        moved.Trim(TimeSpan.FromSeconds(seconds));
        moved.Publish(batch, TimeSpan.FromSeconds(seconds), Unix, _events);
        Assert.Equal(expected, moved.Top.Offset);
    }

    [Fact]
    public void Key_OfAPublicationThatMovedAlong_GetsItsPosition()
    {
        PublishRequest request = Text.Request("x") with { IdempotencyKey = "key" };
        _state.Publish(new PublishBatch("publisher", 1, [request, Text.Request("y")]), TimeSpan.Zero, Unix, _events);
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        Position answer = Assert.Single(moved.Publish(new PublishBatch("publisher", 2, [request]), TimeSpan.FromSeconds(1), Unix, _events));
        Assert.Equal((1, 2), (answer.Offset, moved.Top.Offset));
    }

    [Theory, InlineData(-1, 1), InlineData(0, 0)]
    public void History_ThatMovedAlong_EndsAtItsAge(int secondsOverAge, int expected)
    {
        _state.Publish(new PublishBatch("publisher", 1, [Text.Request("x")]), TimeSpan.Zero, Unix, _events);
        ChannelState moved = Move(TimeSpan.FromMinutes(2));
        HistoryResult history = moved.Read(new HistoryRequest(-1), SampleRules.HistoryAge + TimeSpan.FromSeconds(secondsOverAge));
        Assert.Equal(expected, history.Publications.Count);
        Assert.Equal(1, history.Top.Offset);
    }

    [Theory, InlineData(-1, false), InlineData(0, true)]
    public void Position_ThatMovedAlong_EndsAtItsAge(int secondsOverAge, bool expected)
    {
        _state.Publish(new PublishBatch("publisher", 1, [Text.Request("x")]), TimeSpan.Zero, Unix, _events);
        ChannelState moved = Move(TimeSpan.FromMinutes(20));
        moved = Move(moved, TimeSpan.FromMinutes(40));
        Assert.Equal(expected, moved.Trim(SampleRules.PositionAge + TimeSpan.FromSeconds(secondsOverAge)));
    }

    // Regression: it counted from the attachment, and the channel was forgotten before its edges could attach again.
    [Theory, InlineData(-1, false), InlineData(0, true)]
    public void Position_OfAChannelThatWasAttachedUntilItMoved_CountsFromTheMove(int secondsOverAge, bool expected)
    {
        Attach("a", 1);
        TimeSpan later = SampleRules.PositionAge * 3;
        ChannelState moved = Move(later);
        Assert.Equal(expected, moved.Trim(later + SampleRules.PositionAge + TimeSpan.FromSeconds(secondsOverAge)));
    }

    [Theory, InlineData(59, false), InlineData(60, true)]
    public void Position_OfAChannelThatWasOnlyRead_IsForgottenSoonWhereItMovedTo(int seconds, bool expected)
    {
        _state.Read(new HistoryRequest(-1), TimeSpan.Zero);
        Assert.Equal(expected, Move(TimeSpan.Zero).Trim(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Members_ThatMovedAlong_ArePresentAndNotAnnouncedWhenTheirEdgeAttachesAgain()
    {
        Attach("a", 1, Present("x"), Present("y"));
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        _events.Clear();
        Assert.Equal(2, moved.Members.Count);
        moved.Attach("a", Again(2, Present("x"), Present("y")), TimeSpan.FromSeconds(2), _events);
        moved.Settle(TimeSpan.FromSeconds(1) + Lease, _events);
        Assert.Equal(2, moved.Members.Count);
        Assert.Empty(_events);
    }

    [Fact]
    public void Members_WhoseEdgeDoesNotAttachInTime_LeaveOnce()
    {
        Attach("a", 1, Present("x"));
        Attach("b", 1, Present("y"));
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        _events.Clear();
        moved.Attach("b", Again(2, Present("y")), TimeSpan.FromSeconds(2), _events);
        moved.Settle(TimeSpan.FromSeconds(1) + Lease - TimeSpan.FromMilliseconds(1), _events);
        Assert.Empty(_events);
        for (int i = 0; i < 3; i++)
        {
            moved.Settle(TimeSpan.FromSeconds(1 + i) + Lease, _events);
        }

        Assert.Equal("Left x", Moves());
        Assert.Equal("y", Assert.Single(moved.Members).Client);
    }

    [Fact]
    public void Members_WhoseEdgeAttachesAfterTheyLeft_AreAnnouncedAgain()
    {
        Attach("a", 1, Present("x"));
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        _events.Clear();
        moved.Settle(TimeSpan.FromSeconds(1) + Lease, _events);
        moved.Attach("a", Again(2, Present("x")), TimeSpan.FromSeconds(2) + Lease, _events);
        Assert.Equal("Left x, Joined x", Moves());
    }

    // Regression: who has lost the lease just after the move was announced as gone, and came back without a word.
    [Fact]
    public void Members_WhoWereSaidToHaveLeftBeforeTheChannelSettled_AreAnnouncedWhenTheyAreBack()
    {
        ChannelState moved = Move(TimeSpan.Zero);
        moved.Attach("a", Again(1, Present("x")), TimeSpan.Zero, _events);
        moved.Detach("a", null, TimeSpan.FromSeconds(1), _events);
        moved.Attach("a", Again(2, Present("x")), TimeSpan.FromSeconds(2), _events);
        Assert.Equal("Left x, Joined x", Moves());
    }

    [Fact]
    public void Members_OfAnEdgeThatAttachedInTimeWithoutThem_StayUntilItSaysThatTheyLeft()
    {
        Attach("a", 1, Present("x"), Present("y"));
        ChannelState moved = Move(TimeSpan.Zero);
        _events.Clear();
        moved.Attach("a", Again(2, Present("x")), TimeSpan.FromSeconds(1), _events);
        moved.Settle(Lease, _events);
        moved.UpdateMembers("a", 2, [Gone("y", 2)], Lease, _events);
        Assert.Equal("Left y", Moves());
        Assert.Equal("x", Assert.Single(moved.Members).Client);
    }

    [Fact]
    public void Join_ThatComesAfterALeaveThatMovedAlong_IsNotHeeded()
    {
        Attach("a", 1, Present("x", 1));
        _state.UpdateMembers("a", 1, [Gone("x", 3)], TimeSpan.Zero, _events);
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        moved.Attach("a", Again(2, Present("x", 2)), TimeSpan.FromSeconds(1), _events);
        Assert.Empty(moved.Members);
    }

    // Regression: the end of an attachment was forgotten on the way, and what came late after it stayed for ever.
    [Theory, InlineData(4, false), InlineData(5, false), InlineData(6, true)]
    public void Attach_ThatComesAfterItsEndWhereTheChannelMovedTo_IsNotHeeded(long generation, bool expected)
    {
        Attach("a", 5);
        _state.Detach("a", 5, TimeSpan.Zero, _events);
        ChannelState moved = Move(TimeSpan.FromSeconds(1));
        moved.Attach("a", new AttachRequest(generation, null, [Present("x")]), TimeSpan.FromSeconds(2), _events);
        Assert.Equal(expected, moved.Edges.Count == 1 && moved.Members.Count == 1);
    }

    [Theory, InlineData(0, 12), InlineData(1, 12), InlineData(3, 10)]
    public void History_LongerThanIsKeptNow_IsCutWhenItMoves(int size, long first)
    {
        _state.Publish(new PublishBatch("publisher", 1, [.. Enumerable.Range(1, 12).Select(i => Text.Request($"{i}"))]), TimeSpan.Zero, Unix, _events);
        ChannelSnapshot snapshot = _state.TakeSnapshot(TimeSpan.Zero);
        ChannelState moved = new("short:a", SampleRules.Short with { HistorySize = size }, snapshot, TimeSpan.Zero, Lease);
        Assert.Equal(size == 0 ? 13 : first, moved.FirstOffset);
        Assert.Equal(12, moved.Top.Offset);
    }

    [Fact]
    public void History_OfAPublisherWhoseClockIsWrong_CountsFromWhenItCame()
    {
        _state.Publish(new PublishBatch("publisher", 1, [Text.Request("x")]), TimeSpan.Zero, 100_000, _events);
        ChannelState moved = Move(TimeSpan.Zero);
        Assert.Single(moved.Read(new HistoryRequest(-1), SampleRules.HistoryAge - TimeSpan.FromSeconds(1)).Publications);
        Assert.Empty(moved.Read(new HistoryRequest(-1), SampleRules.HistoryAge).Publications);
    }

    [Fact]
    public void History_FromTheFuture_IsTakenForNew()
    {
        _state.Publish(new PublishBatch("publisher", 1, [Text.Request("x")]), TimeSpan.Zero, Unix, _events);
        ChannelSnapshot snapshot = _state.TakeSnapshot(TimeSpan.Zero);
        KeptPublication kept = Assert.Single(snapshot.History) with { Age = TimeSpan.FromSeconds(-100) };
        ChannelState moved = new("short:a", SampleRules.Short, snapshot with { History = [kept] }, TimeSpan.Zero, Lease);
        Assert.Single(moved.Read(new HistoryRequest(-1), SampleRules.HistoryAge - TimeSpan.FromSeconds(1)).Publications);
        Assert.Empty(moved.Read(new HistoryRequest(-1), SampleRules.HistoryAge).Publications);
    }

    // Regression: that one edge's lease had ended was remembered by all channels, also those that it was never attached to.
    [Fact]
    public void Detach_OfAnyAttachmentOfAnEdgeThatHasNone_LeavesNothingBehind()
    {
        ChannelState state = new("plain:a", SampleRules.Plain, "epoch", TimeSpan.Zero);
        state.Detach("a", null, TimeSpan.Zero, _events);
        Assert.True(state.Trim(TimeSpan.Zero));
    }

    private static MemberRecord Present(string client, long version = 1) => new(new ClientInfo("user", client), version, IsPresent: true);

    private static MemberRecord Gone(string client, long version) => new(new ClientInfo("user", client), version, IsPresent: false);

    private static AttachRequest Again(long generation, params MemberRecord[] members) => new(generation, null, members) { IsAgain = true };

    // Both clocks are the same, so that times mean the same.
    private static ChannelState Move(ChannelState state, TimeSpan now) => new(state.Name, state.Rules, state.TakeSnapshot(now), now, now + Lease);

    private ChannelState Move(TimeSpan now) => Move(_state, now);

    private void Attach(string edge, long generation, params MemberRecord[] members) =>
        _state.Attach(edge, new AttachRequest(generation, null, members), TimeSpan.Zero, _events);

    private string Moves() => string.Join(", ", _events.Where(item => item.Member is not null).Select(item => $"{item.Kind} {item.Member!.Client}"));
}
