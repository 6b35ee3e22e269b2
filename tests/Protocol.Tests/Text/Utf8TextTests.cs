using System.Text.Unicode;
using Stratus.Realtime.Protocol.Text;

namespace Stratus.Realtime.Protocol.Tests.Text;

public sealed class Utf8TextTests(ITestOutputHelper log)
{
    [Fact]
    public void IsValid_EveryLength_AgreesWithTheRuntime()
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        for (int length = 0; length <= 300; length++)
        {
            for (int round = 0; round < 200; round++)
            {
                byte[] text = Utf8Samples.NearlyText(random, length, 200);
                Assert.True(Utf8Text.IsValid(text) == Utf8.IsValid(text), $"seed {seed}: {Convert.ToHexString(text)}");
            }
        }
    }

    [Fact]
    public void IsValid_CutInsideACodePoint_IsFalse()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'a', 200), .. "🚢"u8];
        for (int front = 0; front <= 200; front++)
        {
            Assert.True(Utf8Text.IsValid(text.AsSpan(front)));
            for (int cut = 1; cut <= 3; cut++)
            {
                Assert.False(Utf8Text.IsValid(text.AsSpan(front, text.Length - front - cut)), $"{200 - front} octets in front, {cut} missing");
            }
        }
    }
}
