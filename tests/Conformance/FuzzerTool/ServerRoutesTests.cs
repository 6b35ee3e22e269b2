using System.Net.WebSockets;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>What a client can ask a fuzzing server, asked by a client that is not ours.</summary>
public sealed class ServerRoutesTests : IAsyncLifetime
{
    private readonly TempDirectory directory = new();
    private FuzzingServer server = null!;
    private Task serving = null!;
    private Uri url = null!;

    public async ValueTask InitializeAsync()
    {
        ServerOptions options = new()
        {
            Url = new Uri("ws://127.0.0.1:0"), OutDir = directory.Path, Seed = 1, Cases = new Catalogue(messages: 2).Select(["1.*"], []),
            ExcludeAgentCases = new Dictionary<string, string[]> { ["picky*"] = ["*"] },
        };
        server = new FuzzingServer(options, new CaseResults(directory.Path), TimeProvider.System, TextWriter.Null);
        serving = server.RunAsync();
        url = await server.Bound.WaitAsync(FrameworkClient.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        server.Stop();
        await serving.WaitAsync(FrameworkClient.Limit);
        server.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task GetCaseCount_Asked_TellsTheNumber() => Assert.Equal(["16"], await FrameworkClient.AskAsync(url, "/getCaseCount"));

    [Theory]
    [InlineData("case=9")]
    [InlineData("casetuple=1.2.1")]
    public async Task GetCaseInfo_ByNumberOrId_TellsIdAndDescription(string which) =>
        Assert.Equal([$$"""{"id":"1.2.1","description":"{{CaseTexts.Get("1.2.1").Description}}"}"""], await FrameworkClient.AskAsync(url, "/getCaseInfo?" + which));

    [Theory]
    [InlineData("case=2")]
    [InlineData("casetuple=1.1.2")]
    public async Task RunCase_PeerThatEchoes_IsOkInItsStatus(string which)
    {
        await FrameworkClient.EchoAsync(url, $"/runCase?{which}&agent=framework");

        Assert.Equal(["""{"behavior":"OK","behaviorClose":"OK"}"""], await FrameworkClient.AskAsync(url, "/getCaseStatus?case=2&agent=framework"));
        Assert.True(File.Exists(directory.File("framework_case_1_1_2.json")));
    }

    [Fact]
    public async Task RunCase_PeerThatEchoesAsBinary_FailedInItsStatus()
    {
        await FrameworkClient.EchoAsBinaryAsync(url, "/runCase?case=2&agent=framework");

        Assert.StartsWith("""{"behavior":"FAILED",""", Assert.Single(await FrameworkClient.AskAsync(url, "/getCaseStatus?case=2&agent=framework")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunCase_ExcludedForTheAgent_OnlyCloses()
    {
        Assert.Empty(await FrameworkClient.AskAsync(url, "/runCase?case=2&agent=picky%202"));
        Assert.Equal(["""{"behavior":null}"""], await FrameworkClient.AskAsync(url, "/getCaseStatus?case=2&agent=picky+2"));
    }

    [Fact]
    public async Task GetCaseStatus_CaseThatNeverRan_IsNull() =>
        Assert.Equal(["""{"behavior":null}"""], await FrameworkClient.AskAsync(url, "/getCaseStatus?case=3&agent=framework"));

    [Fact]
    public async Task UpdateReports_AfterACase_WritesTheIndex()
    {
        await FrameworkClient.EchoAsync(url, "/runCase?case=1&agent=framework");
        Assert.False(File.Exists(directory.File("index.json")));

        Assert.Empty(await FrameworkClient.AskAsync(url, "/updateReports?agent=framework"));
        Assert.Contains("\"1.1.1\"", await File.ReadAllTextAsync(directory.File("index.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File("index.html")));
        Assert.False(serving.IsCompleted);
    }

    [Fact]
    public async Task UpdateReports_ShutdownOnComplete_EndsTheServer()
    {
        Assert.Empty(await FrameworkClient.AskAsync(url, "/updateReports?agent=framework&shutdownOnComplete=true"));

        await serving.WaitAsync(FrameworkClient.Limit, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/runCase?case=0&agent=a")]
    [InlineData("/runCase?case=17&agent=a")]
    [InlineData("/runCase?casetuple=9.1.1&agent=a")]
    [InlineData("/runCase?agent=a")]
    [InlineData("/runCase?case=1")]
    [InlineData("/getCaseStatus?case=1")]
    [InlineData("/updateReports")]
    [InlineData("/elsewhere")]
    public async Task Server_RequestThatMakesNoSense_IsRefused(string target)
    {
        WebSocketException refusal = await Assert.ThrowsAsync<WebSocketException>(() => FrameworkClient.AskAsync(url, target));

        Assert.Contains("400", refusal.Message, StringComparison.Ordinal);
    }
}
