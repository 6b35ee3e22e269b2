namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Texts of categories 9 and 10: large messages, many fragments, small writes, round trips.</summary>
internal static class CaseTextsLimits
{
    private static readonly (int Octets, int Seconds)[] Large =
        [(64 << 10, 10), (256 << 10, 10), (1 << 20, 100), (4 << 20, 100), (8 << 20, 100), (16 << 20, 100)];

    private static readonly int[] FragmentSizes = [64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20];
    private static readonly int[] Chops = [64, 128, 256, 512, 1024, 2048];

    private static readonly (int Octets, int Seconds)[] RoundTrips =
        [(0, 60), (16, 60), (64, 60), (256, 120), (1024, 240), (4096, 480)];

    public static CaseText? Get(string id, int messages)
    {
        if (id == "10.1.1")
        {
            return new("Send a text message of 65,536 octets, split into fragments of 1,300 octets.",
                "The whole message comes back within 10 s, then the fuzzer closes with 1000 and the closing handshake is clean (RFC 6455 5.4).");
        }

        return id.StartsWith("9.", StringComparison.Ordinal) && CaseTexts.Numbers(id) is [int family and >= 1 and <= 8, int row and >= 1]
            ? Family(family, family % 2 == 1 ? "text" : "binary", row - 1, messages)
            : null;
    }

    private static CaseText? Family(int family, string type, int row, int messages) => family switch
    {
        1 or 2 when row < Large.Length => new(
            $"Send one {type} message of {CaseTexts.Size(Large[row].Octets)} in one frame.", Echo(Large[row].Seconds)),
        3 or 4 when row < FragmentSizes.Length => new(
            $"Send one {type} message of 4 MiB in {Fragments(FragmentSizes[row])}.", Echo(100)),
        5 or 6 when row < Chops.Length => new(
            $"Send one {type} message of 1 MiB in one frame, written in pieces of {CaseTexts.Size(Chops[row])}.", Echo(1000)),
        7 or 8 when row < RoundTrips.Length => new(
            $"Send {CaseTexts.Messages(messages, type)} of {CaseTexts.Size(RoundTrips[row].Octets)}, each when the echo of the one before is there.",
            $"Each comes back equal, all within {RoundTrips[row].Seconds} s, then the closing handshake is clean. The report tells the time."),
        _ => null,
    };

    private static string Fragments(int octets)
    {
        int count = (4 << 20) / octets;
        return count == 1 ? "one frame" : FormattableString.Invariant($"{count:N0} fragments of {CaseTexts.Size(octets)}");
    }

    private static string Echo(int seconds) =>
        $"The same message comes back within {seconds} s, then the closing handshake is clean. The report tells the time.";
}
