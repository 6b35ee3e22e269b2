using System.Text.Json;
using System.Text.RegularExpressions;
using Stratus.Realtime.Conformance.BrokenPeers;
using Stratus.Realtime.Fuzzer.Reports;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.FuzzerTool;

/// <summary>The report files have the names and shapes of Autobahn's, so that programs which read those read ours.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private static readonly string[] CaseKeys =
    [
        "agent", "behavior", "behaviorClose", "case", "closedByMe", "createStats", "createWirelog", "description", "droppedByMe", "duration",
        "expectation", "expected", "expectedClose", "failedByMe", "httpRequest", "httpResponse", "id", "isServer", "localCloseCode",
        "localCloseReason", "received", "remoteCloseCode", "remoteCloseReason", "reportCompressionRatio", "reportTime", "result",
        "resultClose", "rxFrameStats", "rxOctetStats", "started", "trafficStats", "txFrameStats", "txOctetStats", "wasClean",
        "wasCloseHandshakeTimeout", "wasNotCleanReason", "wasOpenHandshakeTimeout", "wasServerConnectionDropTimeout", "wirelog",
    ];

    private static readonly string[] TrafficKeys =
    [
        "incomingCompressionRatio", "incomingOctetsAppLevel", "incomingOctetsWebSocketLevel", "incomingOctetsWireLevel",
        "incomingWebSocketFrames", "incomingWebSocketMessages", "incomingWebSocketOverhead", "outgoingCompressionRatio",
        "outgoingOctetsAppLevel", "outgoingOctetsWebSocketLevel", "outgoingOctetsWireLevel", "outgoingWebSocketFrames",
        "outgoingWebSocketMessages", "outgoingWebSocketOverhead", "preopenIncomingOctetsWireLevel", "preopenOutgoingOctetsWireLevel",
    ];

    /// <summary>Each entry of a wire log by its code: s a string, n a number, b true or false, 0 null, brackets a list.</summary>
    private static readonly Dictionary<string, string> EntryShapes = new()
    {
        ["TO"] = @"^\[s\[ns\]b\]$", ["RO"] = @"^\[s\[ns\]\]$",
        ["TF"] = @"^\[s\[ns\]nbn[s0][n0][n0]b\]$", ["RF"] = @"^\[s\[ns\]nbnb[s0]\]$",
        ["CT"] = @"^\[sn[s0]\]$", ["CTE"] = @"^\[s[s0]\]$", ["KL"] = @"^\[sn\]$", ["KLE"] = @"^\[s\]$",
        ["TI"] = @"^\[sn\]$", ["TIE"] = @"^\[s\]$", ["WLM"] = @"^\[sb\]$",
    };

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("5.20", true)]
    [InlineData("5.20", false)]
    [InlineData("7.1.6", true)]
    [InlineData("9.7.2", false)]
    [InlineData("12.1.1", true)]
    [InlineData("S.1.1", true)]
    public void WriteCase_AnyCase_HasTheKeysOfTheOriginal(string id, bool peerIsServer)
    {
        using JsonDocument json = WriteCase(FaultRun.Run(FaultRun.Row(id), peerIsServer, PeerFault.None));

        Assert.Equal(CaseKeys, Keys(json.RootElement).Order(StringComparer.Ordinal));
        JsonElement traffic = json.RootElement.GetProperty("trafficStats");
        Assert.Equal(id == "12.1.1" ? TrafficKeys : [], traffic.ValueKind == JsonValueKind.Null ? [] : Keys(traffic));
        Assert.Equal(["closeCode", "closedByMe", "requireClean"],
            Keys(json.RootElement.GetProperty("expectedClose")).Where(key => key != "closedByWrongEndpointIsFatal"));
    }

    [Fact]
    public void WriteCase_WireLogs_HaveTheEntriesOfTheOriginal()
    {
        HashSet<string> seen = [];
        foreach (string id in (string[])["1.1.2", "5.20", "7.1.6", "12.1.1"])
        {
            using JsonDocument json = WriteCase(FaultRun.Run(FaultRun.Row(id), peerIsServer: true, PeerFault.None));
            foreach (JsonElement entry in json.RootElement.GetProperty("wirelog").EnumerateArray())
            {
                string code = entry[0].GetString()!;
                seen.Add(code);
                Assert.Matches(new Regex(EntryShapes[code]), Shape(entry));
            }
        }

        Assert.Superset(new HashSet<string> { "TO", "RO", "TF", "RF", "CT", "CTE", "KL", "TI", "WLM" }, seen);
    }

    [Fact]
    public void WriteCase_EventsAndVerdicts_AreTheOriginalsWords()
    {
        using JsonDocument json = WriteCase(FaultRun.Run(FaultRun.Row("5.20"), peerIsServer: true, PeerFault.None));

        const string Events = """[["pong","pongme 1!"],["pong","pongme 2!"],["message","fragment1fragment2fragment3fragment4fragment5",false]]""";
        Assert.Equal(Events, Compact(json.RootElement.GetProperty("received")));
        Assert.Equal($$"""{"OK":{{Events}}}""", Compact(json.RootElement.GetProperty("expected")));
        Assert.Equal(("OK", "OK"), (json.RootElement.GetProperty("behavior").GetString(), json.RootElement.GetProperty("behaviorClose").GetString()));
        Assert.Equal(64, json.RootElement.GetProperty("case").GetInt32());
    }

    [Fact]
    public void WriteCase_CloseFrameWithoutReason_HasNullForIt()
    {
        using JsonDocument json = WriteCase(FaultRun.Run(FaultRun.Row("1.1.1"), peerIsServer: true, PeerFault.None));

        Assert.Equal(1000, json.RootElement.GetProperty("remoteCloseCode").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("remoteCloseReason").ValueKind);
    }

    [Fact]
    public void WriteIndex_TwoAgents_HasBothWithTheirCases()
    {
        ReportWriter writer = new(directory.Path);
        CaseResult good = FaultRun.Run(FaultRun.Row("1.1.1"), peerIsServer: true, PeerFault.None) with { Agent = "Good" };
        CaseResult bad = FaultRun.Run(FaultRun.Row("1.1.2"), peerIsServer: true, PeerFault.DropsWithoutClose) with { Agent = "Bad" };
        writer.WriteIndex([writer.WriteCase(good with { DurationMs = 7 }), writer.WriteCase(bad with { DurationMs = 8 })]);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(directory.File("index.json")));
        Assert.Equal(["Bad", "Good"], Keys(json.RootElement).Order(StringComparer.Ordinal));
        Assert.Equal(
            """{"1.1.1":{"behavior":"OK","behaviorClose":"OK","duration":7,"remoteCloseCode":1000,"reportfile":"good_case_1_1_1.json"}}""",
            Compact(json.RootElement.GetProperty("Good")));
        Assert.Equal(
            """{"1.1.2":{"behavior":"OK","behaviorClose":"UNCLEAN","duration":8,"remoteCloseCode":null,"reportfile":"bad_case_1_1_2.json"}}""",
            Compact(json.RootElement.GetProperty("Bad")));
        Assert.All(["good_case_1_1_1", "bad_case_1_1_2"], name => Assert.True(File.Exists(directory.File(name + ".json")) && File.Exists(directory.File(name + ".html"))));
    }

    [Theory]
    [InlineData("AutobahnPython-0.10.9", "12.1.3", "autobahnpython_0_10_9_case_12_1_3")]
    [InlineData("stratus@2", "S.1.1", "stratus_2_case_S_1_1")]
    [InlineData("../../etc/passwd", "1.1.1", "etc_passwd_case_1_1_1")]
    [InlineData("Größe", "1.1.1", "gr__e_case_1_1_1")]
    [InlineData("///", "1.1.1", "agent_case_1_1_1")]
    public void For_AgentAndId_IsTheOriginalsName(string agent, string id, string name) => Assert.Equal(name, new ReportFileNames().For(agent, id));

    [Fact]
    public void For_AgentsThatLookAlike_HaveNamesOfTheirOwn()
    {
        ReportFileNames names = new();

        Assert.Equal("a_b_case_1_1_1", names.For("a b", "1.1.1"));
        Assert.Equal("a_b_2_case_1_1_1", names.For("A-B", "1.1.1"));
        Assert.Equal("a_b_case_1_1_2", names.For("a b", "1.1.2"));
    }

    [Fact]
    public void Pages_MarkupInWhatThePeerChooses_IsShownAndNotObeyed()
    {
        const string Markup = "\"><script>alert('x')</script>";
        CaseResult result = FaultRun.Run(FaultRun.Row("1.1.2"), peerIsServer: true, PeerFault.None) with
        {
            Agent = Markup,
            HttpRequest = Markup,
            HttpResponse = Markup,
            RemoteCloseReason = Markup,
            LocalCloseReason = Markup,
            WasNotCleanReason = Markup,
            Received = [new CaseEvent.Message([.. Markup.Select(c => (byte)c)], Binary: false)],
        };
        ReportWriter writer = new(directory.Path);
        CaseSummary summary = writer.WriteCase(result);
        writer.WriteIndex([summary]);

        const string Shown = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";
        string page = File.ReadAllText(directory.File(summary.PageFile));
        string index = File.ReadAllText(directory.File("index.html"));
        Assert.All([page, index], html => Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal));
        Assert.InRange(page.Split(Shown).Length - 1, 7, int.MaxValue);
        Assert.Contains(Shown, index, StringComparison.Ordinal);
    }

    private JsonDocument WriteCase(CaseResult result)
    {
        CaseSummary summary = new ReportWriter(directory.Path).WriteCase(result);
        return JsonDocument.Parse(File.ReadAllBytes(directory.File(summary.ReportFile)));
    }

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static string Shape(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => "s",
        JsonValueKind.Number => "n",
        JsonValueKind.True or JsonValueKind.False => "b",
        JsonValueKind.Null => "0",
        JsonValueKind.Array => $"[{string.Concat(element.EnumerateArray().Select(Shape))}]",
        _ => "?",
    };
}
