using System.Net;
using System.Net.Sockets;
using System.Text;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Peers;

/// <summary>
/// A small server with one fault: it echoes on /echo, and speaks as much of the native protocol as the tool needs elsewhere. One
/// thread serves all connections, so that there is one order.
/// </summary>
internal sealed class FaultyPeer : IDisposable
{
    private const int FaultyEach = 20;

    private readonly PeerFault fault;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<PeerConnection> connections = [];
    private readonly Thread thread;
    private volatile bool isStopped;
    private int messages;
    private byte[]? held;

    public FaultyPeer(PeerFault fault)
    {
        this.fault = fault;
        listener.Start();
        thread = new Thread(Serve) { IsBackground = true };
        thread.Start();
    }

    public string EchoUrl => $"ws://{listener.LocalEndpoint}/echo";

    public string NativeUrl => $"ws://{listener.LocalEndpoint}/connection/websocket";

    public void Dispose()
    {
        isStopped = true;
        thread.Join();
        listener.Dispose();
        connections.ForEach(connection => connection.Socket.Dispose());
    }

    private void Serve()
    {
        while (!isStopped)
        {
            bool reads = fault != PeerFault.StopsReading || messages == 0;
            List<Socket> ready = [listener.Server, .. reads ? connections.Select(connection => connection.Socket) : []];
            Socket.Select(ready, null, null, TimeSpan.FromMilliseconds(20));
            if (ready.Remove(listener.Server))
            {
                connections.Add(new PeerConnection(listener.AcceptSocket(), acceptsDeflate: fault != PeerFault.RefusesDeflate));
            }

            foreach (PeerConnection connection in connections.Where(connection => ready.Contains(connection.Socket)).ToArray())
            {
                if (!connection.Read(OnMessage))
                {
                    connections.Remove(connection);
                    connection.Socket.Dispose();
                }
            }
        }
    }

    private void OnMessage(PeerConnection from, Opcode opcode, byte[] payload)
    {
        if (from.IsEcho)
        {
            Answer(payload, octets => from.Send(opcode, octets));
            return;
        }

        foreach (string line in Encoding.UTF8.GetString(payload).Split('\n'))
        {
            OnCommand(from, line);
        }
    }

    private void OnCommand(PeerConnection from, string line)
    {
        string id = line.Split(':', ',') is [_, { } number, ..] ? number : "0";
        if (line.Contains("\"connect\"", StringComparison.Ordinal))
        {
            from.Send(Opcode.Text, Encoding.UTF8.GetBytes($$$"""{"id":{{{id}}},"connect":{"client":"c","ping":25,"pong":true}}""" + "\n{}"));
        }
        else if (line.Contains("\"subscribe\"", StringComparison.Ordinal))
        {
            from.Channel = Text(line, "\"channel\":\"");
            from.Send(Opcode.Text, Encoding.UTF8.GetBytes($$$"""{"id":{{{id}}},"subscribe":{}}"""));
        }
        else if (line.Contains("\"publish\"", StringComparison.Ordinal))
        {
            string channel = Text(line, "\"channel\":\"");
            Answer(Encoding.UTF8.GetBytes(Text(line, "\"data\":\"")), data => Broadcast(channel, data));
            from.Send(Opcode.Text, Encoding.UTF8.GetBytes($$$"""{"id":{{{id}}},"publish":{}}"""));
        }
    }

    private void Broadcast(string channel, byte[] data)
    {
        byte[] push = Encoding.UTF8.GetBytes($$$$"""{"push":{"channel":"{{{{channel}}}}","pub":{"data":"{{{{Encoding.UTF8.GetString(data)}}}}"}}}""");
        connections.Where(connection => connection.Channel == channel).ToList().ForEach(connection => connection.Send(Opcode.Text, push));
    }

    // Passes a payload on, or does to it what this peer does wrong.
    private void Answer(byte[] payload, Action<byte[]> send)
    {
        messages++;
        if (held is { } earlier)
        {
            held = null;
            send(payload);
            send(earlier);
            return;
        }

        switch (messages % FaultyEach == 0 ? fault : PeerFault.None)
        {
            case PeerFault.Loses:
                break;
            case PeerFault.Doubles:
                send(payload);
                send(payload);
                break;
            case PeerFault.Swaps:
                held = payload;
                break;
            case PeerFault.Damages:
                payload[^1] ^= 1;
                send(payload);
                break;
            case PeerFault.Shortens:
                send(payload[..^1]);
                break;
            case PeerFault.Misroutes:
                payload[17] ^= 1; // the last digit of the channel
                send(payload);
                break;
            case PeerFault.Closes:
                connections[^1].Send(Opcode.Close, [0x0B, 0xC0, .. "slow"u8]); // 3008
                break;
            case PeerFault.SpoilsDeflate:
                connections[^1].SendFrame(Opcode.Text, [0x07], isCompressed: true); // RFC 1951 §3.2.3: a block of no type
                break;
            default:
                send(payload);
                break;
        }
    }

    private static string Text(string line, string before)
    {
        int at = line.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return line[at..line.IndexOf('"', at)];
    }
}
