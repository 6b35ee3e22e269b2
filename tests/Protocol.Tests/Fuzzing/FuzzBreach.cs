namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>The end of a script: octets, or silence, that break one chosen rule.</summary>
internal static class FuzzBreach
{
    private static readonly byte[] Zeros = new byte[8192];
    private static readonly Dictionary<int, byte[]> Bombs = new int[] { 300, 1500, 5000 }.ToDictionary(limit => limit, limit => FuzzDeflate.Zeros(limit + 1));
    private static readonly int[] BadCodes = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535];
    private static readonly int[] ReservedOpcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
    private static readonly int[] Opcodes = [0, 1, 2, 8, 9, 10];

    public static void Write(FuzzScript script, FuzzFrames frames, Random random, WebSocketLimits limits)
    {
        bool deflate = script.Options.Deflate is not null;
        ProtocolRule rule = Choose(random, frames.Masks, deflate);
        script.Rule = rule;
        bool open = MayBeInsideAMessage(rule) && random.Next(3) == 0;
        if (open)
        {
            frames.Data(1, "begun"u8, 0, fin: false);
        }

        Break(rule, script, frames, random, limits, open);
        if (rule is not (ProtocolRule.LengthTopBit or ProtocolRule.PongMissing))
        {
            script.Then(FuzzAction.Wait, random.Next(100));
            frames.Data(MessageKind.Binary, Zeros.AsSpan(0, random.Next(300)), 0);
            frames.Close();
        }
    }

    private static ProtocolRule Choose(Random random, bool server, bool deflate)
    {
        while (true)
        {
            var rule = (ProtocolRule)random.Next(1, ProtocolRules.All.Length + 1);
            bool applies = rule switch
            {
                ProtocolRule.MaskMissing => server,
                ProtocolRule.MaskForbidden => !server,
                ProtocolRule.CompressedBitMisplaced or ProtocolRule.DeflateDataInvalid or ProtocolRule.InflatedMessageTooBig => deflate,
                _ => true,
            };
            if (applies)
            {
                return rule;
            }
        }
    }

    private static bool MayBeInsideAMessage(ProtocolRule rule) => rule is not (
        ProtocolRule.ContinuationUnexpected or ProtocolRule.DeflateDataInvalid or ProtocolRule.InflatedMessageTooBig or ProtocolRule.TooManyFragments);

    private static void Break(ProtocolRule rule, FuzzScript script, FuzzFrames frames, Random random, WebSocketLimits limits, bool open)
    {
        bool masks = frames.Masks;
        bool deflate = script.Options.Deflate is not null;
        int fin = 128 * random.Next(2);
        int data = open ? 0 : random.Next(1, 3);
        int control = random.Next(8, 11);
        ReadOnlySpan<byte> some = Zeros.AsSpan(0, random.Next(100));
        switch (rule)
        {
            case ProtocolRule.ReservedBits:
                int rsv = random.Next(1, 8);
                frames.Raw(fin + ((deflate && rsv == 4 ? 5 : rsv) << 4) + random.Next(16), random.Next(2) == 0, (ulong)some.Length, Any(random), some);
                break;
            case ProtocolRule.ReservedOpcode:
                frames.Raw(fin + ReservedOpcodes[random.Next(10)], random.Next(2) == 0, (ulong)some.Length, Any(random), some);
                break;
            case ProtocolRule.CompressedBitMisplaced:
                frames.Raw(fin + 64 + (random.Next(4) == 0 ? 0 : control), random.Next(2) == 0, (ulong)some.Length, Any(random), some);
                break;
            case ProtocolRule.MaskMissing or ProtocolRule.MaskForbidden:
                frames.Raw(fin + Opcodes[random.Next(6)], !masks, (ulong)some.Length, Any(random), some);
                break;
            case ProtocolRule.LengthNotMinimal:
                int bits = random.Next(2) == 0 ? 16 : 64;
                frames.Raw(fin + data, masks, (ulong)some.Length, bits, some);
                break;
            case ProtocolRule.LengthTopBit:
                frames.Raw(fin + data, masks, (1UL << 63) + (ulong)random.NextInt64(), 64, some);
                break;
            case ProtocolRule.ControlFragmented:
                frames.Raw(control, masks, (ulong)some.Length, Any(random), some);
                break;
            case ProtocolRule.ControlTooLong:
                int length = random.Next(126, 400);
                frames.Raw(128 + control, masks, (ulong)length, 16 * (1 + (3 * random.Next(2))), Zeros.AsSpan(0, length));
                break;
            case ProtocolRule.ContinuationUnexpected:
                frames.Data(0, some, 0, fin != 0);
                break;
            case ProtocolRule.ContinuationExpected:
                frames.Data(open ? random.Next(1, 3) : 2, some, 0, fin != 0 && open);
                frames.Data(1, some, 0, fin != 0);
                break;
            case ProtocolRule.InvalidUtf8:
                NotText(frames, random, limits, deflate, open);
                break;
            default:
                BreakPayloadOrLimit(rule, script, frames, random, limits, data, open);
                break;
        }
    }

    private static void BreakPayloadOrLimit(
        ProtocolRule rule, FuzzScript script, FuzzFrames frames, Random random, WebSocketLimits limits, int data, bool open)
    {
        int room = limits.MaxMessageOctets - (open ? 5 : 0);
        switch (rule)
        {
            case ProtocolRule.ClosePayloadTooShort:
                frames.Data(8, [(byte)random.Next(256)], 0, fin: true);
                break;
            case ProtocolRule.CloseCodeInvalid:
                int code = BadCodes[random.Next(BadCodes.Length)];
                frames.Data(8, [(byte)(code >> 8), (byte)code, 0xFF], 0, fin: true);
                break;
            case ProtocolRule.CloseReasonInvalidUtf8:
                frames.Data(8, [0x03, 0xE8, (byte)'a', .. random.Next(2) == 0 ? (byte[])[0xC0, 0x80] : [0xE2, 0x82]], 0, fin: true);
                break;
            case ProtocolRule.DeflateDataInvalid:
                byte[] broken = FuzzDeflate.Broken[random.Next(FuzzDeflate.Broken.Length)];
                int cut = random.Next(broken.Length + 1);
                frames.Data(2, broken.AsSpan(0, cut), 4, fin: false);
                frames.Data(0, broken.AsSpan(cut), 0, fin: true);
                break;
            case ProtocolRule.MessageTooBig:
                int over = room + 1 + random.Next(20);
                frames.Raw(128 * random.Next(2) + data, frames.Masks, (ulong)over, 0, Zeros.AsSpan(0, over));
                break;
            case ProtocolRule.InflatedMessageTooBig:
                frames.Data(2, Bombs[limits.MaxInflatedOctets], 4, fin: random.Next(2) == 0);
                break;
            case ProtocolRule.TooManyFragments:
                for (int i = 0; i <= limits.MaxFragments; i++)
                {
                    frames.Data(i == 0 ? 1 : 0, [], 0, fin: false);
                }

                break;
            case ProtocolRule.TooManyControlFrames:
                for (int count = 0; count <= limits.MaxControlFramesPerSecond; count = frames.Count())
                {
                    frames.Data(random.Next(9, 11), [], 0, fin: true);
                }

                break;
            case ProtocolRule.PongMissing:
                script.Then(FuzzAction.Wait, 25_000);
                script.Then(FuzzAction.Deadline);
                script.Then(FuzzAction.Wait, 10_000);
                script.Then(FuzzAction.Deadline);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule));
        }
    }

    private static void NotText(FuzzFrames frames, Random random, WebSocketLimits limits, bool deflate, bool open)
    {
        byte[] packed = FuzzDeflate.NotText[random.Next(FuzzDeflate.NotText.Length)];
        if (!open && deflate && random.Next(2) == 0 && packed.Length <= limits.MaxMessageOctets)
        {
            frames.Data(1, FuzzDeflate.NotText[0], 4, fin: true);
            return;
        }

        ReadOnlySpan<byte> bad = random.Next(4) switch
        {
            0 => [0x61, 0xC0, 0xAF],
            1 => [0xED, 0xA0, 0x80],
            2 => [0xF4, 0x90],
            _ => [0x80],
        };
        frames.Data(open ? 0 : 1, bad, 0, fin: random.Next(2) == 0);
    }

    private static int Any(Random random) => random.Next(3) switch { 0 => 16, 1 => 64, _ => 0 };
}
