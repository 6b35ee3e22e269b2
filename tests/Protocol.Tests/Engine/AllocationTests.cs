using Stratus.Realtime.Protocol.Handshake;

namespace Stratus.Realtime.Protocol.Tests.Engine;

/// <summary>The budget of the engine: nothing is allocated for an echoed message.</summary>
[Collection(ArrayPoolUse.Name)]
public sealed class AllocationTests
{
    private const int WarmUp = 200;
    private const int Messages = 1000;
    private const int Rounds = 3;
    private static readonly DeflateParameters Alone = new(true, true, 15, 15);
    private static readonly int[] Sizes = [0, 64, 1024, 16384, 65536];

    public static TheoryData<string, int, bool> Rows
    {
        get
        {
            TheoryData<string, int, bool> rows = [];
            foreach (string kind in (string[])["binary", "text", "takeover", "alone"])
            {
                foreach (int size in Sizes)
                {
                    rows.Add(kind, size, false);
                    rows.Add(kind, size, true);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Message_Received_AndEchoed_AllocatesNothing(string kind, int octets, bool twoPieces)
    {
        bool compressed = kind is "takeover" or "alone";
        byte[] payload = [.. Enumerable.Range(0, octets).Select(i => (byte)('a' + (i * i / 7 % 26)))];
        Frame frame = new(kind == "text" ? 1 : 2, compressed ? DeflatedMessages.Make(payload) : payload) { Rsv = compressed ? 4 : 0 };
        byte[] input = frame.ToOctets(fromClient: true, key: 0x12345678);
        using var connection = new WebSocketConnection(
            new WebSocketConnectionOptions
            {
                Role = WebSocketRole.Server,
                DeflateLevel = 1,
                Deflate = kind == "takeover" ? DeflateParameters.Default : kind == "alone" ? Alone : null,
            },
            TimeSpan.Zero);
        var buffer = new EchoBuffer(2 * (octets + 100));

        Echo(connection, buffer, input, twoPieces, WarmUp);
        // A collection may trim the array pool, which then makes an array anew: what every message costs shows in every round.
        long allocated = long.MaxValue;
        for (int round = 0; round < Rounds && allocated != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Echo(connection, buffer, input, twoPieces, Messages);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        int at = 0;
        Frame answer = Frame.Read(buffer.Octets, fromClient: false, ref at)!;
        Assert.Equal(compressed ? 4 : 0, answer.Rsv);
        Assert.Equal(buffer.Count, at);
        Assert.Equal(0, allocated);
    }

    private static void Echo(WebSocketConnection connection, EchoBuffer buffer, byte[] input, bool twoPieces, int times)
    {
        var output = new EchoOutput(buffer);
        EchoSink<EchoOutput> sink = new(connection, output);
        int cut = twoPieces ? input.Length / 2 : input.Length;
        for (int i = 0; i < times; i++)
        {
            buffer.Clear();
            connection.Receive(input.AsSpan(0, cut), TimeSpan.Zero, ref sink, output, out _);
            if (twoPieces)
            {
                connection.Receive(input.AsSpan(cut), TimeSpan.Zero, ref sink, output, out _);
            }
        }
    }
}
