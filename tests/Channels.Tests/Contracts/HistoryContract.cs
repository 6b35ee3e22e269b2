using Stratus.Realtime.Channels.Tests.Hosts;

namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>History: what is kept, how it is read, and that it never says to have what it has not.</summary>
public abstract class HistoryContract : ChannelGatewayContract
{
    private const string Channel = "short:a";

    /// <summary>Of 12 publications the last ten are kept: 3 to 12. Since, limit, reverse; first and last returned (0: none), continuous.</summary>
    public static TheoryData<long?, int, bool, long, long, bool> Reads => new()
    {
        // forward, all
        { null, -1, false, 3, 12, true }, { null, 12, false, 3, 12, true }, { null, 10, false, 3, 12, true }, { null, 9, false, 3, 11, true },
        { null, 1, false, 3, 3, true }, { null, 0, false, 0, 0, true },
        // forward, since: below what is kept, at its edge, within, at the top, above
        { 0, -1, false, 3, 12, false }, { 1, -1, false, 3, 12, false }, { 2, -1, false, 3, 12, true }, { 3, -1, false, 4, 12, true },
        { 11, -1, false, 12, 12, true }, { 12, -1, false, 0, 0, true }, { 13, -1, false, 0, 0, false }, { long.MaxValue, -1, false, 0, 0, false },
        { 2, 1, false, 3, 3, true }, { 5, 3, false, 6, 8, true }, { 5, 100, false, 6, 12, true },
        { 1, 0, false, 0, 0, false }, { 2, 0, false, 0, 0, true }, { 12, 0, false, 0, 0, true }, { 13, 0, false, 0, 0, false },
        { -1, -1, false, 0, 0, false },
        // reverse: what is not kept any more ends it
        { null, -1, true, 12, 3, true }, { null, 2, true, 12, 11, true }, { null, 0, true, 0, 0, true },
        { 12, -1, true, 11, 3, true }, { 5, 1, true, 4, 4, true }, { 5, -1, true, 4, 3, true }, { 4, -1, true, 3, 3, true },
        { 13, -1, true, 12, 3, false }, { 3, -1, true, 0, 0, true }, { 2, -1, true, 0, 0, true }, { 0, -1, true, 0, 0, true },
    };

    [Theory, MemberData(nameof(Reads))]
    public async Task Read_OfTheLastTenOfTwelve_ReturnsWhatWasAskedFor(long? since, int limit, bool reverse, long first, long last, bool isContinuous)
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishAsync(bench, 12);
        HistoryRequest request = new(limit, since is { } offset ? top with { Offset = offset } : null, reverse);
        HistoryResult history = await bench.Gateway.ReadHistoryAsync(Channel, request);
        long[] expected = first == 0 ? [] : [.. Enumerable.Range((int)Math.Min(first, last), (int)Math.Abs(last - first) + 1).Select(o => (long)o)];
        Assert.Equal(reverse ? expected.Reverse() : expected, Offsets(history.Publications));
        Assert.Equal((top, isContinuous, false), (history.Top, history.IsContinuous, history.IsOtherEpoch));
        Assert.All(history.Publications, publication => Assert.Equal($"p{publication.Offset}", Text.Of(publication)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Read_SinceAnotherEpoch_ReturnsNothingAndSaysSo(bool reverse)
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishAsync(bench, 3);
        HistoryResult history = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, new Position("another", 1), reverse));
        Assert.Equal((top, false, true), (history.Top, history.IsContinuous, history.IsOtherEpoch));
        Assert.Empty(history.Publications);
    }

    // Three payloads of 4 octets: "p1" with its quotes.
    [Theory, InlineData(0, 1), InlineData(3, 1), InlineData(4, 1), InlineData(7, 1), InlineData(8, 2), InlineData(9, 2), InlineData(12, 3)]
    public async Task Read_WithinOctets_ReturnsAtLeastOneAndNoMoreThanFit(int maxOctets, int expected)
    {
        await using GatewayBench bench = await CreateAsync();
        await PublishAsync(bench, 3);
        HistoryResult forward = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1) { MaxOctets = maxOctets });
        Assert.Equal(new long[] { 1, 2, 3 }.Take(expected), Offsets(forward.Publications));
        HistoryResult reverse = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, Reverse: true) { MaxOctets = maxOctets });
        Assert.Equal(new long[] { 3, 2, 1 }.Take(expected), Offsets(reverse.Publications));
    }

    [Fact]
    public async Task Read_OfANewChannel_IsEmptyAtOffsetZero()
    {
        await using GatewayBench bench = await CreateAsync();
        HistoryResult first = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1));
        Assert.NotEmpty(first.Top.Epoch);
        Assert.Equal((0, true), (first.Top.Offset, first.IsContinuous));
        Assert.Empty(first.Publications);
        HistoryResult again = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, first.Top));
        Assert.Equal((first.Top, true), (again.Top, again.IsContinuous));
    }

    [Theory, InlineData(-1, 2), InlineData(0, 1)]
    public async Task Read_AfterTime_HasNothingOlderThanItsAge(int secondsOverAge, int expected)
    {
        await using GatewayBench bench = await CreateAsync();
        Position first = await PublishAsync(bench, 1);
        TimeSpan later = TimeSpan.FromMinutes(1);
        await bench.PassAsync(later);
        await bench.PublishAsync(Channel, Text.Request("p2"));
        await bench.PassAsync(SampleRules.HistoryAge - later + TimeSpan.FromSeconds(secondsOverAge));
        HistoryResult history = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1));
        Assert.Equal(expected, history.Publications.Count);
        Assert.Equal(first with { Offset = 2 }, history.Top);
        HistoryResult fromStart = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, first with { Offset = 0 }));
        Assert.Equal(expected == 2, fromStart.IsContinuous);
    }

    [Fact]
    public async Task RemoveHistory_ForgetsPublicationsAndKeepsThePosition()
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishAsync(bench, 3);
        await bench.Gateway.RemoveHistoryAsync(Channel);
        HistoryResult all = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1));
        Assert.Equal(top, all.Top);
        Assert.Empty(all.Publications);
        Assert.True((await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, top))).IsContinuous);
        Assert.False((await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, top with { Offset = 2 }))).IsContinuous);
        Assert.Equal(top with { Offset = 4 }, await bench.PublishAsync(Channel, Text.Request("p4")));
    }

    // History ends after five minutes, the position an hour after the last use.
    [Theory, InlineData(-2, true), InlineData(30, false)]
    public async Task Position_OfAnUnusedChannel_OutlivesHistoryForItsTime(int minutesOverAge, bool isKept)
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishAsync(bench, 3);
        await bench.PassAsync(SampleRules.PositionAge + TimeSpan.FromMinutes(minutesOverAge));
        HistoryResult history = await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(-1, top));
        Assert.Empty(history.Publications);
        Assert.Equal(isKept, history.IsContinuous);
        Assert.Equal(isKept, history.Top == top);
        Assert.Equal(isKept ? 3 : 0, history.Top.Offset);
    }

    [Fact]
    public async Task Position_OfAnAttachedChannel_StaysHoweverLongItIsQuiet()
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishAsync(bench, 3);
        await bench.AttachAsync(Channel);
        await bench.PassAsync(SampleRules.PositionAge * 3);
        Assert.Equal(top, (await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(0))).Top);
    }

    [Fact]
    public async Task Position_OfAChannelThatWasAttached_CountsFromTheDetachment()
    {
        await using GatewayBench bench = await CreateAsync();
        Position top = await PublishAsync(bench, 3);
        await bench.AttachAsync(Channel);
        await bench.PassAsync(SampleRules.PositionAge * 3);
        await bench.Gateway.DetachAsync(Channel, 1);
        await bench.PassAsync(SampleRules.PositionAge - TimeSpan.FromMinutes(2));
        Assert.Equal(top, (await bench.Gateway.ReadHistoryAsync(Channel, new HistoryRequest(0))).Top);
    }

    private static async Task<Position> PublishAsync(GatewayBench bench, int count) =>
        (await bench.PublishAsync(Channel, [.. Enumerable.Range(1, count).Select(number => Text.Request($"p{number}"))]))[^1];
}
