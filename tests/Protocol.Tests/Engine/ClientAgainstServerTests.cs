using Stratus.Realtime.Protocol.Handshake;
using Stratus.Realtime.Protocol.Tests.Deflate;
using Stratus.Realtime.Protocol.Tests.Fuzzing;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>The client's engine against the server's, under random scripts.</summary>
public sealed class ClientAgainstServerTests(ITestOutputHelper log)
{
    public static TheoryData<bool, bool, int, int> Agreements
    {
        get
        {
            TheoryData<bool, bool, int, int> rows = [];
            foreach (int takeovers in (int[])[0, 1, 2, 3])
            {
                for (int bits = 9; bits <= 15; bits++)
                {
                    rows.Add((takeovers & 1) != 0, (takeovers & 2) != 0, bits, 24 - bits);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Agreements))]
    public void RandomScript_OfTwoEngines_DeflateDeliversEverythingOnceInOrder(bool serverAlone, bool clientAlone, int serverBits, int clientBits) =>
        RunMany(new DeflateParameters(serverAlone, clientAlone, serverBits, clientBits), rounds: 6);

    [Fact]
    public void RandomScript_OfTwoEngines_PlainDeliversEverythingOnceInOrder() => RunMany(null, rounds: 60);

    private void RunMany(DeflateParameters? agreed, int rounds)
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        for (int round = 0; round < rounds; round++)
        {
            try
            {
                Run(agreed, new Random(seed + round));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{FuzzSeed.Name}={seed}, round {round}, {agreed}", e);
            }
        }
    }

    private static void Run(DeflateParameters? agreed, Random random)
    {
        var options = new WebSocketConnectionOptions
        {
            Role = WebSocketRole.Server,
            Deflate = agreed,
            DeflateLevel = random.Next(2, 10),
            MinCompressedOctets = random.Next(2) * 50,
        };
        uint keys = (uint)random.Next();
        using Peer server = new(options);
        using Peer client = new(options with { Role = WebSocketRole.Client, MaskingKeys = () => keys = WireRun.NextKey(keys) });
        List<(MessageKind, byte[])>[] sent = [[], []];
        int[] pings = [0, 0];
        Peer[] peers = [server, client];
        for (int step = 0; step < 60; step++)
        {
            int who = random.Next(2);
            Act(peers[who], sent[who], ref pings[who], random);
            Exchange(server, client, random, random.Next(4));
        }

        Exchange(server, client, random, int.MaxValue);
        Peer closing = peers[random.Next(2)];
        closing.Connection.Close(CloseCode.Normal, "done", TimeSpan.Zero, closing.Output);
        Exchange(server, client, random, int.MaxValue);
        client.Connection.EndOfInput(); // the server drops TCP first

        Assert.Empty(server.Errors.Concat(client.Errors));
        AssertArrived(sent[0], client.Arrived);
        AssertArrived(sent[1], server.Arrived);
        Assert.Equal((pings[1], pings[0]), (client.Pongs, server.Pongs));
        Assert.Equal(ConnectionState.Closing, server.Connection.State);
        Assert.Equal(closing == server ? ConnectionEndKind.Closed : ConnectionEndKind.PeerClosed, server.Connection.End.Kind);
        Assert.Equal(closing == client ? ConnectionEndKind.Closed : ConnectionEndKind.PeerClosed, client.Connection.End.Kind);
        Assert.Equal((CloseCode.Normal, CloseCode.Normal), (server.Connection.End.Code, client.Connection.End.Code));
    }

    private static void AssertArrived(List<(MessageKind Kind, byte[] Payload)> sent, List<(MessageKind Kind, byte[] Payload)> arrived)
    {
        Assert.Equal(sent.Count, arrived.Count);
        for (int i = 0; i < sent.Count; i++)
        {
            Assert.Equal(sent[i].Kind, arrived[i].Kind);
            Assert.True(sent[i].Payload.AsSpan().SequenceEqual(arrived[i].Payload), $"message {i}");
        }
    }

    private static void Exchange(Peer server, Peer client, Random random, int times)
    {
        while (times-- > 0 && (server.HasOutput || client.HasOutput))
        {
            int most = 1 << random.Next(15);
            server.Exchange(client, random.Next(1, most + 1));
            client.Exchange(server, random.Next(1, most + 1));
        }
    }

    private static void Act(Peer peer, List<(MessageKind, byte[])> sent, ref int pings, Random random)
    {
        MessageKind kind = random.Next(2) == 0 ? MessageKind.Text : MessageKind.Binary;
        byte[] message = Message(kind, random);
        switch (random.Next(4))
        {
            case 0:
                pings++;
                peer.Connection.Ping(message.AsSpan(0, Math.Min(125, message.Length)), peer.Output);
                break;
            case 1:
                sent.Add((kind, message));
                for (int at = 0, fragments = random.Next(1, 5); fragments > 0; fragments--)
                {
                    int length = fragments == 1 ? message.Length - at : random.Next(message.Length - at + 1);
                    peer.Connection.SendFragment(kind, message.AsSpan(at, length), fragments == 1, peer.Output);
                    at += length;
                }

                break;
            default:
                sent.Add((kind, message));
                peer.Connection.Send(kind, message, peer.Output);
                break;
        }
    }

    private static byte[] Message(MessageKind kind, Random random)
    {
        int length = random.Next(1 << random.Next(15));
        if (kind == MessageKind.Text)
        {
            return [.. Enumerable.Range(0, length / 4).SelectMany(i => (i * length % 7) switch { 0 => "é "u8.ToArray(), 1 => "中文"u8.ToArray(), 2 => "😀"u8.ToArray(), _ => "word"u8.ToArray() })];
        }

        return InflaterDriver.Payload(random.Next(2) == 0 ? "runs" : "random", length, random.Next());
    }
}
