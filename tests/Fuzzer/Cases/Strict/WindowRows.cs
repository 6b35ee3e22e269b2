using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>
/// S.10: the peer's deflater must keep to what was negotiated. The messages are made so that a deflater which does not
/// look finds a match just out of reach; the fuzzer's inflater refuses every distance beyond the window.
/// </summary>
internal static class WindowRows
{
    public static IEnumerable<CaseRow> All()
    {
        int number = 0;
        for (int bits = 9; bits <= 14; bits++)
        {
            byte[] message = OutOfReach(bits);
            yield return Row(
                ++number,
                new($"Negotiate that the peer deflates with a window of {1 << bits:N0} octets ({bits} bits); send a message that repeats itself "
                    + "from farther back than that.",
                    "The message comes back, and no reference in it reaches beyond the window (RFC 7692 7.1.2)."),
                new DeflateOffer(false, bits),
                message);
        }

        byte[] noise = Shapes.Noise(600, seed: 7);
        yield return Row(
            ++number,
            new("Negotiate that the peer deflates without context takeover; send the same message, which cannot be compressed by itself, three times.",
                "All come back, and none refers to the one before (RFC 7692 7.1.1)."),
            new DeflateOffer(true),
            noise, noise, noise);
        yield return Row(
            ++number,
            new("Negotiate no context takeover and 9 window bits; send a repetitive message of 64 KiB and a short one, twice each.",
                "All come back, within the window and without reference to the one before (RFC 7692 7.1.1, 7.1.2)."),
            new DeflateOffer(true, 9),
            [.. OutOfReach(9), .. OutOfReach(12)], noise, [.. OutOfReach(9), .. OutOfReach(12)], noise);
        yield return Row(
            ++number,
            new("Negotiate 9 window bits with context takeover; send messages of 300 octets of which the third repeats the first.",
                "All come back, and the third does not refer to the first, which is out of reach by then (RFC 7692 7.1.2)."),
            new DeflateOffer(false, 9),
            Shapes.Noise(300, seed: 8), Shapes.Noise(300, seed: 9), Shapes.Noise(300, seed: 8));
    }

    private static CaseRow Row(int number, CaseText words, DeflateOffer offer, params IReadOnlyList<byte[]> messages)
    {
        CaseEvent[] echoes = [.. messages.Select(StrictRows.Binary)];
        return StrictRows.Answers(
            $"S.10.{number}",
            words,
            StrictRows.Frames(messages.Select(octets => FrameSpec.Binary(octets) with { Deflate = true })),
            echoes) with { Compression = [offer] };
    }

    /// <summary>Noise, as much again as the window holds, and the first noise once more: the only match is out of reach.</summary>
    private static byte[] OutOfReach(int bits)
    {
        byte[] repeated = Shapes.Noise(200, seed: bits);
        return [.. repeated, .. Shapes.Noise(1 << bits, seed: bits + 100), .. repeated];
    }
}
