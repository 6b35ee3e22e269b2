using Stratus.Realtime.Protocol.CloseFrames;
using Stratus.Realtime.Protocol.Framing;
using Stratus.Realtime.Protocol.Handshake;
using Stratus.Realtime.Protocol.Tests.Text;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>Short fuzz runs of the parts that read what a peer sends; each names its seed.</summary>
public sealed class FuzzTargetTests
{
    private readonly ITestOutputHelper _log;
    private readonly int _seed = FuzzSeed.Next();

    public FuzzTargetTests(ITestOutputHelper log)
    {
        _log = log;
        log.WriteLine($"{FuzzSeed.Name}={_seed}");
    }

    [Fact]
    public void Header_Received_Random_IsReadTheSameHoweverItIsCut()
    {
        Random random = new(_seed);
        byte[] octets = new byte[20];
        int whole = 0;
        for (int round = 0; round < 200_000; round++)
        {
            random.NextBytes(octets);
            octets[1] = random.Next(3) switch { 0 => (byte)(octets[1] | 126), 1 => (byte)(octets[1] | 127), _ => octets[1] };
            octets.AsSpan(2, random.Next(9)).Clear();
            var context = new FrameContext(random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0);
            (bool Ok, ProtocolRule Rule, FrameHeader? Header, int Taken) atOnce = Read(octets, octets.Length, context);
            (bool Ok, ProtocolRule Rule, FrameHeader? Header, int Taken) byOctet = Read(octets, 1, context);
            whole += atOnce.Ok ? 1 : 0;
            // Broken headers are told sooner by octets: how much was taken may differ.
            Assert.True(
                (atOnce.Ok, atOnce.Rule, atOnce.Header) == (byOctet.Ok, byOctet.Rule, byOctet.Header) && (!atOnce.Ok || atOnce.Taken == byOctet.Taken),
                $"seed {_seed}, round {round}: {Convert.ToHexString(octets)} in {context}: {atOnce} at once, {byOctet} by octet");
            Assert.True(!atOnce.Ok || atOnce.Taken == ExpectedOctets(octets), $"seed {_seed}, round {round}");
        }

        Assert.InRange(whole, 1000, 200_000);
    }

    [Fact]
    public void ClosePayload_Received_Random_AgreesWithTheGrammar()
    {
        Random random = new(_seed);
        int good = 0;
        for (int round = 0; round < 300_000; round++)
        {
            byte[] payload = new byte[random.Next(4) == 0 ? random.Next(4) : random.Next(126)];
            for (int i = 0; i < payload.Length; i++)
            {
                payload[i] = random.Next(50) == 0 ? (byte)random.Next(256) : (byte)random.Next(128);
            }

            if (payload.Length >= 2 && random.Next(5) != 0)
            {
                (payload[0], payload[1]) = (3, (byte)(0xE8 + random.Next(16)));
            }

            ProtocolRule rule = ClosePayload.Read(payload, out CloseStatus status);
            ProtocolRule expected = Expected(payload);
            good += rule == ProtocolRule.None ? 1 : 0;
            Assert.True(rule == expected, $"seed {_seed}, round {round}: {Convert.ToHexString(payload)} is {rule}, not {expected}");
            Assert.NotNull(status.Reason);
        }

        Assert.InRange(good, 1000, 299_000);
    }

    [Fact]
    public void Deflate_Received_Corrupted_AgreesHoweverItIsCut()
    {
        Random random = new(_seed);
        EngineFuzz fuzz = new(_seed);
        for (int round = 0; round < 4000; round++)
        {
            FuzzPacked message = FuzzDeflate.Chains[random.Next(FuzzDeflate.Chains.Length)][0];
            byte[] packed = [.. message.Packed];
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                packed[random.Next(packed.Length)] ^= (byte)(1 << random.Next(8));
            }

            FuzzScript script = new()
            {
                Echoes = false,
                IsForeseen = false,
                Options = new WebSocketConnectionOptions
                {
                    Role = WebSocketRole.Server,
                    Deflate = DeflateParameters.Default,
                    Limits = new WebSocketLimits { MaxInflatedOctets = 5000, MaxMessageOctets = 5000 },
                },
            };
            FuzzFrames frames = new(script, random, masks: true);
            int cut = random.Next(packed.Length + 1);
            frames.Data((int)message.Kind, packed.AsSpan(0, cut), 4, fin: false);
            frames.Data(0, packed.AsSpan(cut), 0, fin: true);
            frames.Close();
            script.Then(FuzzAction.EndOfInput);
            try
            {
                fuzz.Run(script, random.Next());
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {_seed}, round {round}: {Convert.ToHexString(packed)}: {e.Message}", e);
            }
        }

        _log.WriteLine(fuzz.Statistics.ToString());
        Assert.True(fuzz.Statistics.Rules[(int)ProtocolRule.DeflateDataInvalid] > 500, "too few streams were broken");
        Assert.True(fuzz.Statistics.OtherMessages > 100, "too few streams were whole");
    }

    private static (bool Ok, ProtocolRule Rule, FrameHeader? Header, int Taken) Read(byte[] octets, int pieces, FrameContext context)
    {
        FrameCursor cursor = default;
        for (int at = 0; at < octets.Length; at += pieces)
        {
            ReadOnlySpan<byte> piece = octets.AsSpan(at, pieces);
            bool whole = cursor.TryReadHeader(ref piece, context, out ProtocolRule broken);
            if (whole || broken != ProtocolRule.None)
            {
                return (whole, broken, whole ? cursor.Header : null, at + pieces - piece.Length);
            }
        }

        return default;
    }

    private static int ExpectedOctets(byte[] octets) =>
        2 + (octets[1] % 128 == 126 ? 2 : octets[1] % 128 == 127 ? 8 : 0) + (octets[1] >= 128 ? 4 : 0);

    private static ProtocolRule Expected(byte[] payload)
    {
        int code = payload.Length < 2 ? 0 : (256 * payload[0]) + payload[1];
        bool valid = code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
        return payload.Length == 0 ? ProtocolRule.None
            : payload.Length == 1 ? ProtocolRule.ClosePayloadTooShort
            : !valid ? ProtocolRule.CloseCodeInvalid
            : Utf8Automaton.FirstBad(payload.AsSpan(2), out int state) >= 0 || state != 0 ? ProtocolRule.CloseReasonInvalidUtf8
            : ProtocolRule.None;
    }
}
