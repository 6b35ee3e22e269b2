using System.Globalization;
using System.Net;

namespace Stratus.Realtime.BareLoop.CommandLine;

/// <summary>Where to listen, and which road to take.</summary>
internal sealed record Arguments(IPEndPoint EndPoint, Road Road)
{
    public const string Usage = """
        The least that a WebSocket server can do: an echo without rules, limits or checks, to measure others against.

          --port N             listens on 127.0.0.1:N; default 8080
          --url URL            the same by a URL, such as http://127.0.0.2:8080; an address of this machine only
          --road epoll         one thread, epoll through P/Invoke, one receive buffer for all; the default
          --road sockets       System.Net.Sockets with reads without a buffer and inline completions

        SIGTERM ends it with 0. Exit code 2: the arguments make no sense, or the address is not free.
        """;

    private const int DefaultPort = 8080;

    /// <summary>Reads a command line; null: it makes no sense.</summary>
    public static Arguments? Read(IReadOnlyList<string> args)
    {
        Arguments arguments = new(new IPEndPoint(IPAddress.Loopback, DefaultPort), Road.Epoll);
        for (int i = 0; i < args.Count; i += 2)
        {
            Arguments? next = i + 1 == args.Count ? null : args[i] switch
            {
                "--port" => ReadPort(args[i + 1]) is { } port ? arguments with { EndPoint = new IPEndPoint(IPAddress.Loopback, port) } : null,
                "--url" => ReadUrl(args[i + 1]) is { } endPoint ? arguments with { EndPoint = endPoint } : null,
                "--road" => args[i + 1] switch
                {
                    "epoll" => arguments with { Road = Road.Epoll },
                    "sockets" => arguments with { Road = Road.Sockets },
                    _ => null,
                },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            arguments = next;
        }

        return arguments;
    }

    private static int? ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue ? port : null;

    private static IPEndPoint? ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && IPAddress.TryParse(url.Host, out IPAddress? address)
            && IPAddress.IsLoopback(address) && url.Port > 0 ? new IPEndPoint(address, url.Port) : null;
}
