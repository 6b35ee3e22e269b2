using System.Net.Sockets;
using System.Runtime.InteropServices;
using Stratus.Realtime.BareLoop.EpollRoad;
using Stratus.Realtime.BareLoop.SocketsRoad;

namespace Stratus.Realtime.BareLoop.CommandLine;

/// <summary>Arguments in, exit code out.</summary>
internal static class Commands
{
    private const int Backlog = 4096;

    public static int Run(string[] args)
    {
        if (Arguments.Read(args) is not { } arguments)
        {
            Console.Error.WriteLine(Arguments.Usage);
            return 2;
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            using Socket listener = new(arguments.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(arguments.EndPoint);
            listener.Listen(Backlog);
            Console.WriteLine($"echo on ws://{arguments.EndPoint}/, road {arguments.Road}");
            Serve(listener, arguments.Road, stop.Token);
            return 0;
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine($"{arguments.EndPoint}: {e.Message}");
            return 2;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static void Serve(Socket listener, Road road, CancellationToken stop)
    {
        if (road == Road.Sockets)
        {
            SocketServer.RunAsync(listener, stop).GetAwaiter().GetResult();
            return;
        }

        using EpollServer server = new(listener);
        server.Run(stop);
    }
}
