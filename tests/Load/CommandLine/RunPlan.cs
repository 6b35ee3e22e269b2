using Stratus.Realtime.Load.Dialects;
using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Net;
using Stratus.Realtime.Load.Running;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.CommandLine;

/// <summary>What the arguments ask for.</summary>
internal sealed record RunPlan
{
    private const int DefaultEchoOctets = 64;
    private const int DefaultDeflatedOctets = 4096;
    private const int MaxWindowBits = 15;
    private const int FirstIdleConnections = 100;
    private const int MaxOctets = 64 << 20;
    private const long MaxOutputOctets = 4L << 30;

    public required string Mode { get; init; }

    public required string DialectName { get; init; }

    public required Target Target { get; init; }

    public required RunOptions Run { get; init; }

    public ServerProcess? Server { get; init; }

    public required bool Json { get; init; }

    public double? Rate { get; init; }

    public required int Connections { get; init; }

    public int Depth { get; init; }

    public int SizeOctets { get; init; }

    public PayloadKind Payload { get; init; }

    /// <summary>The compression of echo; null: none.</summary>
    public DeflateTerms? Deflate { get; init; }

    /// <summary>The channels of fanout, and of idle with channels.</summary>
    public FanoutOptions? Fanout { get; init; }

    public static RunPlan Read(Arguments arguments)
    {
        RunPlan plan = arguments.Mode switch
        {
            "echo" => ReadEcho(arguments),
            "fanout" => ReadFanout(arguments),
            "idle" => ReadIdle(arguments),
            _ => throw new BadArgumentException($"\"{arguments.Mode}\" is no mode; there are echo, fanout, idle and pauses."),
        };
        arguments.End();

        int most = Descriptors.MaxConnections();
        return plan.Connections > most
            ? throw new BadArgumentException($"{plan.Connections} connections are too many: the limit of open files leaves {most} (ulimit -Hn).")
            : plan;
    }

    public Scenario CreateScenario(Course course)
    {
        Dialect? dialect = DialectName switch { "native" => new NativeDialect(), "signalr" => new SignalRDialect(), _ => null };
        return Mode switch
        {
            "echo" => new EchoScenario(Connections, Depth, Rate, new EchoMessage(Payload, SizeOctets, (uint)Random.Shared.Next(), Deflate), course),
            "fanout" => new FanoutScenario(Fanout!, dialect!, course),
            _ => new IdleScenario(Connections, dialect, Fanout is null ? null : new FanoutScenario(Fanout, dialect!, course)),
        };
    }

    private static RunPlan ReadEcho(Arguments arguments)
    {
        if (arguments.Has("--rate") && arguments.Has("--depth"))
        {
            throw new BadArgumentException("--rate and --depth exclude each other: with a rate, messages are sent when they are due.");
        }

        DeflateTerms? deflate = ReadDeflate(arguments);
        RunPlan plan = ReadCommon(arguments, "echo", "echo") with
        {
            Connections = arguments.Number("--connections", 100, 1, 1_000_000),
            Depth = arguments.Number("--depth", 1, 1, 65_536),
            SizeOctets = arguments.Number("--size", deflate is null ? DefaultEchoOctets : DefaultDeflatedOctets, Marker.Octets, MaxOctets),
            Rate = arguments.Decimal("--rate", 0.1, 1e8),
            Payload = ReadPayload(arguments, deflate is not null),
            Deflate = deflate,
        };
        return (long)plan.Connections * plan.Depth * plan.SizeOctets > MaxOutputOctets
            ? throw new BadArgumentException($"--connections, --depth and --size make more than {MaxOutputOctets >> 30} GiB together.")
            : plan;
    }

    private static DeflateTerms? ReadDeflate(Arguments arguments)
    {
        if (!arguments.Flag("--deflate"))
        {
            return null;
        }

        string takeover = arguments.Text("--takeover") ?? "yes";
        return takeover is "yes" or "no"
            ? new DeflateTerms(arguments.Number("--window-bits", MaxWindowBits, 9, MaxWindowBits), takeover == "yes")
            : throw new BadArgumentException($"--takeover is \"{takeover}\"; it has to be yes or no.");
    }

    private static PayloadKind ReadPayload(Arguments arguments, bool isDeflated)
    {
        bool isText = arguments.Flag("--text");
        bool isBinary = arguments.Flag("--binary");
        string? kind = arguments.Text("--text-kind");
        if (isBinary && (isText || kind is not null))
        {
            throw new BadArgumentException("--text and --binary exclude each other.");
        }

        if (isDeflated && (isText || isBinary || kind is not null))
        {
            throw new BadArgumentException("--deflate has text of its own: --text, --text-kind and --binary are not for it.");
        }

        return kind switch
        {
            "ascii" => PayloadKind.Ascii,
            "mixed" => PayloadKind.Mixed,
            null => isDeflated ? PayloadKind.Json : isText ? PayloadKind.Ascii : PayloadKind.Binary,
            _ => throw new BadArgumentException($"--text-kind is \"{kind}\"; it has to be ascii or mixed."),
        };
    }

    private static RunPlan ReadFanout(Arguments arguments)
    {
        if (arguments.Has("--rate") && arguments.Has("--window"))
        {
            throw new BadArgumentException("--rate and --window exclude each other: with a rate, publications are sent when they are due.");
        }

        FanoutOptions fanout = new()
        {
            Publishers = arguments.Number("--publishers", 1, 1, 100_000),
            Channels = arguments.Number("--channels", 1, 1, 1_000_000),
            Subscribers = arguments.Number("--subscribers", 1000, 1, 1_000_000),
            Window = arguments.Number("--window", 1, 1, 1_000_000),
            StalledPercent = arguments.Decimal("--stalled", 0, 99) ?? 0,
            SizeOctets = arguments.Number("--size", 128, Marker.Octets, MaxOctets),
            Rate = arguments.Decimal("--rate", 0.1, 1e8),
            ChannelPrefix = ReadPrefix(arguments),
            PublishTarget = arguments.Text("--publish-url") is { } url ? Target.Parse(url, arguments.Has("--remote"), "--publish-url") : null,
        };
        return ReadCommon(arguments, "native", "native", "signalr") with
        {
            Fanout = fanout,
            Connections = fanout.Publishers + fanout.Subscribers,
            SizeOctets = fanout.SizeOctets,
            Rate = fanout.Rate,
            Payload = PayloadKind.Ascii,
        };
    }

    private static RunPlan ReadIdle(Arguments arguments)
    {
        RunPlan plan = ReadCommon(arguments, "echo", "echo", "native", "signalr") with
        {
            Connections = arguments.Number("--connections", 100, 1, 1_000_000),
        };
        return plan.DialectName == "echo" || !arguments.Has("--channels") ? plan : plan with
        {
            Fanout = new FanoutOptions
            {
                Publishers = 0,
                Channels = arguments.Number("--channels", 1, 1, 1_000_000),
                Subscribers = plan.Connections,
                Window = 1,
                SizeOctets = Marker.Octets,
                ChannelPrefix = ReadPrefix(arguments),
            },
        };
    }

    private static RunPlan ReadCommon(Arguments arguments, params string[] dialects)
    {
        string dialect = arguments.Text("--dialect") ?? dialects[0];
        if (!dialects.Contains(dialect))
        {
            throw new BadArgumentException($"--dialect is \"{dialect}\"; in {arguments.Mode} it has to be {string.Join(" or ", dialects.Distinct())}.");
        }

        string url = arguments.Text("--url") ?? throw new BadArgumentException("--url is missing, such as ws://127.0.0.1:8080/echo.");
        int? cores = arguments.NumberOrNull("--server-cores", 1, 4096);
        bool collects = arguments.Mode == "idle" && arguments.Flag("--collect");
        if (collects && !arguments.Has("--pid"))
        {
            throw new BadArgumentException("--collect needs --pid.");
        }

        return new RunPlan
        {
            Mode = arguments.Mode!,
            DialectName = dialect,
            Target = Target.Parse(url, arguments.Flag("--remote")),
            Server = arguments.NumberOrNull("--pid", 1, int.MaxValue) is { } id ? new ServerProcess(id, cores) : null,
            Json = arguments.Flag("--json"),
            Connections = 0,
            Run = new RunOptions
            {
                Duration = TimeSpan.FromSeconds(arguments.Decimal("--seconds", 0.1, 86_400) ?? 5),
                Warmup = TimeSpan.FromSeconds(arguments.Decimal("--warmup", 0, 3_600) ?? 2),
                Drain = TimeSpan.FromSeconds(arguments.Decimal("--drain", 0, 3_600) ?? 3),
                FirstConnections = arguments.Mode == "idle" ? FirstIdleConnections : null,
                Collects = collects,
                Threads = arguments.Number("--threads", 1, 1, 64),
                Sources = arguments.NumberOrNull("--sources", 1, 5_000),
            },
        };
    }

    private static string ReadPrefix(Arguments arguments)
    {
        string name = arguments.Text("--namespace") ?? "bench";
        return name == "-" ? ""
            : name.All(char.IsAsciiLetterOrDigit) && name.Length is > 0 and < 100 ? name + ":"
            : throw new BadArgumentException($"--namespace is \"{name}\"; it has to be letters and digits, or - for none.");
    }
}
