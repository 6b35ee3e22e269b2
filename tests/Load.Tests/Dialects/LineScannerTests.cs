using System.Text;
using Stratus.Realtime.Load.Dialects;

namespace Stratus.Realtime.Load.Tests.Dialects;

public sealed class LineScannerTests
{
    private static readonly string[] s_messages = ["one", "two\nthree", "four\n", "\n\nfive\n\nsix", "", new string('7', 300)];
    private static readonly string[] s_lines = ["one", "two", "three", "four", "five", "six", new string('7', 300)];

    private readonly Recorder recorder = new();

    [Fact]
    public void Feed_WholeMessages_FindsTheirLines() => Assert.Equal(s_lines, Lines(() => int.MaxValue));

    [Fact]
    public void Feed_OctetByOctet_FindsTheSame() => Assert.Equal(s_lines, Lines(() => 1));

    [Fact]
    public void Feed_RandomPieces_FindsTheSame()
    {
        int seed = FuzzSeed.Next();
        Random random = new(seed);
        for (int i = 0; i < 200; i++)
        {
            recorder.Lines.Clear();
            Assert.True(s_lines.SequenceEqual(Lines(() => random.Next(0, 50))), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Feed_LongLineInPieces_IsLimited(int octets, bool isTaken)
    {
        LineScanner scanner = new((byte)'\n', 16);
        byte[] line = new byte[octets];

        Assert.True(scanner.Feed(line.AsSpan(0, 8), false, recorder));
        Assert.Equal(isTaken, scanner.Feed(line.AsSpan(8), true, recorder));
    }

    [Fact]
    public void Feed_OtherSeparator_CutsThere()
    {
        LineScanner scanner = new(0x1E, 100);
        scanner.Feed("{}\u001e{\"a\":\"\n\"}\u001e"u8, true, recorder);

        Assert.Equal(["{}", "{\"a\":\"\n\"}"], recorder.Lines);
    }

    private List<string> Lines(Func<int> next)
    {
        LineScanner scanner = new((byte)'\n', 1000);
        foreach (string text in s_messages)
        {
            byte[] message = Encoding.ASCII.GetBytes(text);
            int at = 0;
            do
            {
                int length = Math.Min(next(), message.Length - at);
                at += length;
                Assert.True(scanner.Feed(message.AsSpan(at - length, length), at == message.Length, recorder));
            }
            while (at < message.Length);
        }

        return recorder.Lines;
    }

    private sealed class Recorder : ILineSink
    {
        public List<string> Lines { get; } = [];

        public void OnLine(ReadOnlySpan<byte> line) => Lines.Add(Encoding.ASCII.GetString(line));
    }
}
