using System.Diagnostics;
using System.Text;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Cluster.Hosts;

namespace Stratus.Realtime.Cluster.Storage;

/// <summary>How fast appends are, by hand: dotnet run --project tests/Cluster -- -explicit only -class "*AppendRateTests".</summary>
public sealed class AppendRateTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BetweenTrims = TimeSpan.FromSeconds(2);

    // Each channel has one append in flight, as a hosted channel does.
    [Fact(Explicit = true), Trait("Run", "ByHand")]
    public async Task Append_OneToManyChannels_Rate()
    {
        foreach (int octets in (int[])[64, 1024])
        {
            foreach (int channels in (int[])[1, 100, 1000])
            {
                await MeasureAsync(channels, octets);
            }
        }
    }

    private static async Task WriteAsync(LogDatabase database, string channel, byte[] data, Stopwatch clock, List<double> times)
    {
        ClientInfo info = new("user 42", Guid.NewGuid().ToString());
        string publisher = Kept.NewToken();
        string owner = Kept.NewToken();
        long top = (await database.Log.OpenAsync(channel, Kept.Rules, owner, Kept.NewToken())).Top;
        TimeSpan trimAt = clock.Elapsed + BetweenTrims;
        for (TimeSpan began = clock.Elapsed; began < WarmUp + Measured; began = clock.Elapsed)
        {
            long now = DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds() + (long)began.TotalMilliseconds;
            Publication publication = new() { Data = data, Offset = top + 1, Info = info, TimeMilliseconds = now };
            await database.Log.AppendAsync(new LogAppend(
                channel, Kept.Rules, owner, top, [new KeptPublication(publication, null, TimeSpan.Zero)], [new KeptBatch(publisher, top, [top + 1], TimeSpan.Zero)]));
            top++;
            if (began >= WarmUp)
            {
                times.Add((clock.Elapsed - began).TotalMilliseconds);
            }

            if (clock.Elapsed > trimAt)
            {
                await database.Log.TrimAsync(channel, Kept.Rules, owner, top - Kept.Rules.HistorySize + 1);
                trimAt += BetweenTrims;
            }
        }
    }

    private async Task MeasureAsync(int channels, int octets)
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        using GroupSizes sizes = new(database.Meters);
        byte[] data = Encoding.UTF8.GetBytes($"\"{new string('x', octets - 2)}\"");
        List<double>[] milliseconds = [.. Enumerable.Range(0, channels).Select(static _ => new List<double>())];
        Stopwatch clock = Stopwatch.StartNew();
        await Task.WhenAll(milliseconds.Select((times, i) => Task.Run(() => WriteAsync(database, $"channel {i}", data, clock, times))));
        double[] sorted = [.. milliseconds.SelectMany(static times => times).Order()];
        output.WriteLine(
            $"{channels} channels, {octets} octets: {sorted.Length / Measured.TotalSeconds:0} appends/s, "
            + $"p50 {sorted[sorted.Length / 2]:0.00} ms, p99 {sorted[(int)(sorted.Length * 0.99)]:0.00} ms, "
            + $"{sizes.All.Average():0.0} a commit");
    }
}
