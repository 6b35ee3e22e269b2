using System.Net.Sockets;
using System.Security.Authentication;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Driving;

/// <summary>Runs single cases against a server.</summary>
internal sealed class ClientRunner(FuzzTarget target, TimeProvider clock)
{
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(5);

    private readonly DeflateMemo memo = new();

    /// <summary>Whether anything listens at the target: the reason why not, or null.</summary>
    public async Task<string?> ProbeAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(s_connectLimit);
            await using TcpConnection connection = await TcpConnection.ConnectAsync(target.Url, target.Root, limit.Token);
            return null;
        }
        catch (Exception e) when (IsConnectFailure(e))
        {
            return Reason(e);
        }
    }

    /// <summary>Opens and closes a connection, to learn how the server calls itself where responses say so.</summary>
    public async Task<string> AskAgentAsync()
    {
        CaseRow row = new()
        {
            Id = "probe.1", Words = new CaseText("", ""), Script = [new ScriptStep.CloseFrame(FrameSpec.Close(1000))],
        };
        return (await RunAsync(row, seed: 0)).Agent;
    }

    public async Task<CaseResult> RunAsync(CaseRow row, int seed)
    {
        CaseRun run = new(row, new CaseRunOptions
        {
            Agent = target.Agent, Host = target.Url.Authority, Target = target.Url.PathAndQuery, Seed = seed, Memo = memo,
            Started = clock.GetUtcNow(),
        });
        try
        {
            using CancellationTokenSource limit = new(s_connectLimit);
            return target.Http2 ? await RunHttp2Async(run, limit.Token) : await RunTcpAsync(run, limit.Token);
        }
        catch (Exception e) when (!run.Ended && IsConnectFailure(e))
        {
            run.NeverConnected(Reason(e));
            return run.Result;
        }
    }

    private async Task<CaseResult> RunTcpAsync(CaseRun run, CancellationToken limit)
    {
        await using TcpConnection connection = await TcpConnection.ConnectAsync(target.Url, target.Root, limit);
        using ConnectionDriver driver = new(run, connection, clock);
        return await driver.RunAsync(run.Start);
    }

    private async Task<CaseResult> RunHttp2Async(CaseRun run, CancellationToken limit)
    {
        await using Http2Connection connection =
            await Http2Connection.ConnectAsync(target.Url, target.Root, run.Row.Opening, run.ExtensionOffer, limit);
        using ConnectionDriver driver = new(run, connection, clock);
        return await driver.RunAsync(now => run.StartAnswered(now, connection.Request, connection.Response, connection.Head));
    }

    private static string Reason(Exception e) =>
        e is OperationCanceledException ? $"no connection within {s_connectLimit.TotalSeconds} s" : e.GetBaseException().Message;

    private static bool IsConnectFailure(Exception e) =>
        e is SocketException or IOException or AuthenticationException or HttpRequestException or OperationCanceledException;
}
