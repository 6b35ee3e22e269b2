using System.Net;
using System.Net.Sockets;
using Stratus.Realtime.Load.CommandLine;

namespace Stratus.Realtime.Load.Tests.CommandLine;

public sealed class CommandsTests
{
    private const string Url = "ws://127.0.0.1:9/";

    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Theory]
    [InlineData("nothing is no mode", "nothing", "--url", Url)]
    [InlineData("--url is missing", "echo")]
    [InlineData("--url is", "echo", "--url", "wss://127.0.0.1/")]
    [InlineData("--remote", "echo", "--url", "ws://192.0.2.1/")]
    [InlineData("--remote", "echo", "--url", "ws://example.org/")]
    [InlineData("--publish-url is", "fanout", "--url", Url, "--publish-url", "http://127.0.0.1/")]
    [InlineData("--remote", "fanout", "--url", Url, "--publish-url", "ws://192.0.2.1/")]
    [InlineData("no option of echo", "echo", "--url", Url, "--publish-url", Url)]
    [InlineData("only IPv4", "echo", "--url", "ws://[::1]:80/")]
    [InlineData("--size is", "echo", "--url", Url, "--size", "43")]
    [InlineData("--depth is", "echo", "--url", Url, "--depth", "0")]
    [InlineData("--rate is", "echo", "--url", Url, "--rate", "fast")]
    [InlineData("exclude each other", "echo", "--url", Url, "--rate", "5", "--depth", "2")]
    [InlineData("exclude each other", "fanout", "--url", Url, "--rate", "5", "--window", "2")]
    [InlineData("exclude each other", "echo", "--url", Url, "--text", "--binary")]
    [InlineData("--dialect is", "fanout", "--url", Url, "--dialect", "echo")]
    [InlineData("--dialect is", "echo", "--url", Url, "--dialect", "native")]
    [InlineData("--namespace is", "fanout", "--url", Url, "--namespace", "a\"b")]
    [InlineData("no option of idle", "idle", "--url", Url, "--window", "2")]
    [InlineData("no option of idle", "idle", "--url", Url, "--channels", "2")]
    [InlineData("exclude each other", "echo", "--url", Url, "--text-kind", "mixed", "--binary")]
    [InlineData("--text-kind is", "echo", "--url", Url, "--text-kind", "latin")]
    [InlineData("--deflate has text", "echo", "--url", Url, "--deflate", "--text")]
    [InlineData("--deflate has text", "echo", "--url", Url, "--deflate", "--text-kind", "ascii")]
    [InlineData("--takeover is", "echo", "--url", Url, "--deflate", "--takeover", "maybe")]
    [InlineData("--window-bits is", "echo", "--url", Url, "--deflate", "--window-bits", "8")]
    [InlineData("--window-bits is", "echo", "--url", Url, "--deflate", "--window-bits", "16")]
    [InlineData("no option of echo", "echo", "--url", Url, "--window-bits", "15")]
    [InlineData("no option of echo", "echo", "--url", Url, "--takeover", "no")]
    [InlineData("no option of echo", "echo", "--url", Url, "--collect")]
    [InlineData("no option of fanout", "fanout", "--url", Url, "--deflate")]
    [InlineData("--collect needs --pid", "idle", "--url", Url, "--collect")]
    [InlineData("no option of pauses", "pauses", "--url", Url)]
    [InlineData("--rate is", "pauses", "--rate", "0")]
    [InlineData("given twice", "echo", "--url", Url, "--url", Url)]
    [InlineData("needs a value", "echo", "--url")]
    [InlineData("too many", "echo", "fanout", "--url", Url)]
    [InlineData("no such process", "echo", "--url", Url, "--pid", "2147483647")]
    [InlineData("are too many", "idle", "--url", Url, "--connections", "1000000")]
    public void Run_BadArguments_Is2AndSaysWhy(string reason, params string[] arguments)
    {
        Assert.Equal(ExitCode.Refused, Commands.Run(arguments, output, error));
        Assert.Contains(reason, error.ToString().Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Run_Help_Is0() => Assert.Equal(ExitCode.Success, Commands.Run(["--help"], output, error));

    [Fact]
    public void Run_Pauses_Is0AndSaysHowLateTheMachineIs()
    {
        Assert.Equal(ExitCode.Success, Commands.Run(["pauses", "--seconds", "0.1", "--json"], output, error));
        Assert.StartsWith("""{"mode":"pauses","messagesPerSecond":100000,"latencyP50Microseconds":""", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingListens_Is1()
    {
        // Bound, but not listening: the port is nobody else's either.
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Equal(ExitCode.Faulty, Commands.Run(["echo", "--url", $"ws://{socket.LocalEndPoint}/"], output, error));
        Assert.Contains("first fault: connection", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ws://127.0.0.1:8080/a?b=c", "127.0.0.1:8080", "/a?b=c")]
    [InlineData("ws://localhost/", "127.0.0.1:80", "/")]
    [InlineData("ws://127.9.9.9:1", "127.9.9.9:1", "/")]
    public void Target_ThisMachine_IsTaken(string url, string endPoint, string path)
    {
        Net.Target target = Net.Target.Parse(url, remote: false);

        Assert.Equal((endPoint, path), (target.EndPoint.ToString(), target.Path));
        Assert.Equal((1, 2, 7), (target.SourcesFor(19_999, null), target.SourcesFor(20_000, null), target.SourcesFor(1, 7)));
    }

    [Fact]
    public void Target_Remote_IsTakenWhenMeant()
    {
        Assert.False(Net.Target.Parse("ws://192.0.2.1:81/", remote: true).IsLoopback);
        Assert.Equal(Enumerable.Range(0, 5000).Count(), Enumerable.Range(0, 5000).Select(Net.Target.Source).Distinct().Count(IPAddress.IsLoopback));
    }
}
