using Stratus.Realtime.Conformance.BrokenPeers;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>Who asks for the outcome of a case waits only while it runs.</summary>
public sealed class CaseResultsTests : IDisposable
{
    private static readonly CaseResult Result = FaultRun.Run(FaultRun.Row("1.1.1"), peerIsServer: false, PeerFault.None) with { Agent = "A" };

    private readonly TempDirectory directory = new();
    private readonly CaseResults results;

    public CaseResultsTests() => results = new CaseResults(directory.Path);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task FindAsync_CaseThatNeverRan_IsNothingAtOnce()
    {
        Task<CaseSummary?> found = results.FindAsync("A", "1.1.1", FrameworkClient.Limit);

        Assert.True(found.IsCompleted);
        Assert.Null(await found);
    }

    [Fact]
    public async Task FindAsync_CaseThatRuns_WaitsForItsEnd()
    {
        TaskCompletionSource<CaseResult> run = new();
        Task<CaseSummary> added = results.AddAsync("A", "1.1.1", () => run.Task);
        Task<CaseSummary?> found = results.FindAsync("A", "1.1.1", FrameworkClient.Limit);
        Task<CaseSummary?> other = results.FindAsync("B", "1.1.1", FrameworkClient.Limit);
        Assert.False(found.IsCompleted);
        Assert.True(other.IsCompleted);

        run.SetResult(Result);
        Assert.Same(await added, await found);
    }

    [Fact]
    public async Task WaitForRunsAsync_CaseOfTheAgentRuns_WaitsForItsEnd()
    {
        TaskCompletionSource<CaseResult> run = new();
        Task<CaseSummary> added = results.AddAsync("A", "1.1.1", () => run.Task);
        Task idle = results.WaitForRunsAsync("A", FrameworkClient.Limit);
        Assert.False(idle.IsCompleted);
        Assert.True(results.WaitForRunsAsync("B", FrameworkClient.Limit).IsCompleted);

        run.SetResult(Result);
        await idle;
        Assert.Equal([await added], results.Summaries);
    }

    [Fact]
    public async Task FindAsync_RunThatBreaksDown_IsNothing()
    {
        TaskCompletionSource<CaseResult> run = new();
        Task<CaseSummary> added = results.AddAsync("A", "1.1.1", () => run.Task);
        Task<CaseSummary?> found = results.FindAsync("A", "1.1.1", FrameworkClient.Limit);

        run.SetException(new InvalidOperationException("broken"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => added);
        Assert.Null(await found);
        Assert.True(results.FindAsync("A", "1.1.1", FrameworkClient.Limit).IsCompleted);
    }
}
