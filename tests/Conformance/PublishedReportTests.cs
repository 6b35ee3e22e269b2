using Stratus.Realtime.Conformance.Engine;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance;

/// <summary>Five cases that published reports of other peers show, and what the engine does in them.</summary>
public sealed class PublishedReportTests
{
    private const int TextOpcode = 1;
    private const int CloseOpcode = 8;
    private const int PongOpcode = 10;

    private static readonly Catalogue Catalogue = new(messages: 1);

    [Fact]
    public void Server_Received_Rsv2OnText_ClosesWith1002AndAReasonThatNamesRsv()
    {
        CaseResult result = Run("3.2", engineIsServer: true);

        Assert.Equal(1002, result.RemoteCloseCode);
        Assert.Contains("RSV", result.RemoteCloseReason, StringComparison.Ordinal);
        Assert.True(result.WasClean, result.WasNotCleanReason);
        Assert.False(result.DroppedByMe);
    }

    [Fact]
    public void Client_Received_CloseCode2000_AnswersWith1002()
    {
        CaseResult result = Run("7.9.8", engineIsServer: false);

        Assert.Equal(2000, result.LocalCloseCode);
        Assert.Equal(1002, result.RemoteCloseCode);
        Assert.Equal(new Dictionary<int, int> { [CloseOpcode] = 1 }, result.RxFrameStats);
    }

    [Fact]
    public void Server_Received_CloseBehindFragmentedText_DropsTcpInTime()
    {
        CaseResult result = Run("5.20", engineIsServer: true);

        Assert.Equal((Behavior.Ok, Behavior.Ok), (result.Behavior, result.BehaviorClose));
        Assert.True(result.WasClean, result.WasNotCleanReason);
        Assert.False(result.WasServerConnectionDropTimeout);
        Assert.False(result.DroppedByMe);
        Assert.Equal(1000, result.RemoteCloseCode);
    }

    [Fact]
    public void Client_Received_Rsv2OnTheSecondText_FailsAtOnceWithoutSecondEchoOrPong()
    {
        CaseResult result = Run("3.2", engineIsServer: false);

        Assert.Equal((Behavior.Ok, Behavior.Ok), (result.Behavior, result.BehaviorClose));
        Assert.Equal(1002, result.RemoteCloseCode);
        Assert.Equal(new Dictionary<int, int> { [TextOpcode] = 1, [CloseOpcode] = 1 }, result.RxFrameStats);
        Assert.InRange(result.DurationMs, 0, 999);
    }

    [Fact]
    public void Server_Received_UnsolicitedPongThenPing_AnswersThePingAlone()
    {
        CaseResult result = Run("2.9", engineIsServer: true);

        CaseEvent.Pong pong = Assert.IsType<CaseEvent.Pong>(Assert.Single(result.Received));
        Assert.Equal("ping payload"u8, pong.Octets);
        Assert.Equal(1, result.RxFrameStats[PongOpcode]);
        Assert.Equal((Behavior.Ok, Behavior.Ok), (result.Behavior, result.BehaviorClose));
    }

    private static CaseResult Run(string id, bool engineIsServer) =>
        EngineRun.Run(Catalogue.Public.Single(row => row.Id == id), engineIsServer);
}
