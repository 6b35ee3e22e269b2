namespace Stratus.Realtime.Load.CommandLine;

internal static class Usage
{
    public const string Text = """
        Load generator for WebSocket servers: how many messages, how late, and what the server pays for each.

          echo     every message comes back         echo --url ws://127.0.0.1:8080/echo --connections 100 --depth 16 --pid PID
          fanout   publishers and subscribers       fanout --url ws://127.0.0.1:8080/connection/websocket --subscribers 1000 --window 16
          idle     connections that do nothing      idle --url ws://127.0.0.1:8080/echo --connections 10000 --pid PID
          pauses   no server: what the machine      pauses --rate 100000 --seconds 5
                   alone does to what is due; with --rate (default 100000), --seconds and --json

        Where
          --url URL            ws only; addresses of this machine only, unless --remote is given
          --publish-url URL    in fanout: where the publishers connect, such as another node of a cluster; default as --url
          --sources N          source addresses out of 127.0.0.0/8; default one for each 20,000 connections
          --threads N          event loops; default 1. Pin the tool to as many cores, and the server to others
        How much
          --seconds S          the measured part; default 5. --warmup S comes before it; default 2
          --drain S            how long to wait at the end while nothing arrives of what is under way; default 3
          --rate R             messages (publications) a second over all connections, due at fixed times. Without it the next one
                               is sent when there is room: saturation
          --size N             payload octets, from 44; default 64, in fanout 128
          --text, --binary     in echo; default binary
          --text-kind KIND     text in echo: ascii (the default of --text) or mixed, words of four scripts
          --deflate            in echo: text like JSON with permessage-deflate, compressed in advance; --size is then 4096 by default
          --window-bits N      with --deflate: both windows, 9 to 15; default 15
          --takeover yes|no    with --deflate: whether both sides keep their contexts; default yes. A server that does not agree
                               to both is not measured
          --connections N      in echo and idle; default 100
          --depth N            echo without --rate: messages under way on each connection; default 1
        Fan-out
          --publishers P --channels C --subscribers S   default 1, 1, 1000. Subscriber i is on channel i mod C; publisher p has the
                               channels p, p + P, ..., or channel p mod C if publishers are more than channels
          --window W           without --rate: publications under way in all; default 1. Counted in deliveries: the next one is sent
                               when fewer are under way than W publications have (so with W = 1, as soon as the first subscriber
                               has the one before)
          --stalled PERCENT    so many of the subscribers stop reading once they are subscribed; the others are measured
          --dialect D          native (default in fanout) or signalr; echo and idle also echo (their default)
          --namespace NAME     channels are NAME:c00000, ...; default bench; - for names without one
                               (idle with --dialect native or signalr: --channels C subscribes each connection to one of C)
        The server's process
          --pid PID            processor time a message and memory, out of /proc
          --collect            in idle: the server, a .NET process, collects its heap each time before its memory is looked at
          --server-cores N     how many cores it can keep busy; default those that it may run on
        Output
          --json               one line, on the standard output; the text goes to the standard error then

        Every message carries its publisher, channel, sequence number and the time when it was due; lost, doubled, overtaken,
        misrouted and changed messages are counted from the first to the last. Latency counts from the due time: with --rate it
        includes all waiting, without it mainly says how deep the queues are.

        In idle the figures of connecting are those of all connections but the first 100.

        Figures are refused when it was not the server that was measured. With --rate: the tool was behind its schedule by
        more than a quarter of the latency (p50 or p99). Without: the server was under 90 % busy, or, without --pid, the tool
        over 95 %.

        Exit code: 0 all is well; 1 messages or connections went wrong; 2 the arguments make no sense, or the figures are refused.
        """;
}
