using Stratus.Realtime.Protocol.Deflate;
using Stratus.Realtime.Protocol.Tests.Engine;
using Stratus.Realtime.Protocol.Tests.Fuzzing;

namespace Stratus.Realtime.Protocol.Tests.Deflate;

public sealed class DeflaterTests(ITestOutputHelper log)
{
    public static TheoryData<int> Windows => [9, 10, 11, 12, 13, 14, 15];

    [Theory, MemberData(nameof(Windows))]
    public void Deflate_AnyMessage_InflatesToItAndStaysInTheWindow(int windowBits)
    {
        foreach (int level in (int[])[1, 6, 9])
        {
            foreach (string kind in (string[])["random", "runs", "text"])
            {
                byte[][] messages = [.. ((int[])[0, 1, 2, 100, 700, 0, 5000, 20_000]).Select(length => InflaterDriver.Payload(kind, length, length))];
                using Deflater deflater = new(windowBits, level);
                byte[][] packed = [.. messages.Select(message => Deflate(deflater, message, keepContext: true))];
                byte[] plain = [.. messages.SelectMany(message => message)];
                Assert.Equal(plain, DeflatedMessages.Inflate(packed));
                (byte[] read, int farthest) = DeflaterWitness.Read(packed);
                Assert.Equal(plain, read);
                Assert.InRange(farthest, 0, 1 << windowBits);
            }
        }
    }

    [Theory, MemberData(nameof(Windows))]
    public void Deflate_ABlockRepeated_IsReferredToWithinTheWindowOnly(int windowBits)
    {
        int window = 1 << windowBits;
        int block = window / 8;
        byte[] noise = InflaterDriver.Payload("random", (2 * window) + block, windowBits);
        using Deflater near = new(windowBits, 6);
        using Deflater far = new(windowBits, 6);
        byte[] nearPacked = Deflate(near, [.. noise[..block], .. noise[..(window / 8)], .. noise[..block]], keepContext: true);
        byte[] farPacked = Deflate(far, [.. noise[..(window + block)], .. noise[..block]], keepContext: true);
        Assert.InRange(nearPacked.Length, 1, (window / 4) + 20);
        Assert.True(farPacked.Length >= window + (2 * block), $"{farPacked.Length} octets for {window + (2 * block)} of which none repeats within the window");
    }

    [Theory, MemberData(nameof(Windows))]
    public void Deflate_MessagesWithoutContext_StandAlone(int windowBits)
    {
        using Deflater deflater = new(windowBits, 6);
        byte[] message = InflaterDriver.Payload("text", 3000, 1);
        for (int i = 0; i < 20; i++)
        {
            byte[] packed = Deflate(deflater, message, keepContext: false);
            Assert.InRange(packed.Length, 1, 1500);
            Assert.Equal(message, DeflatedMessages.Inflate(packed));
            _ = Deflate(deflater, InflaterDriver.Payload("text", 100 * i, 1), keepContext: false);
        }
    }

    [Fact]
    public void Deflate_AMessageTwiceWithContext_RefersToTheFirst()
    {
        using Deflater deflater = new(15, 6);
        byte[] message = InflaterDriver.Payload("random", 1000, 1);
        byte[] first = Deflate(deflater, message, keepContext: true);
        byte[] second = Deflate(deflater, message, keepContext: true);
        Assert.InRange(second.Length, 1, 40);
        Assert.Equal((byte[])[.. message, .. message], DeflatedMessages.Inflate(first, second));
    }

    // Octets from 144 on cost nine bits in fixed blocks (RFC 1951 §3.2.6), which level 1 always writes; small windows cannot fall
    // back to stored blocks. All of this is longer than what goes in, and must still be done in one step.
    [Theory, MemberData(nameof(Windows))]
    public void Deflate_WhatDoesNotCompress_FitsTheBound(int windowBits)
    {
        List<string> failed = [];
        for (int level = 1; level <= 9; level++)
        {
            foreach (int length in (int[])[1, 64, 500, 1000, 4096, 16_384, 65_536, 200_000])
            {
                foreach (byte lowest in (byte[])[0, 144])
                {
                    byte[] message = InflaterDriver.Payload("random", length, length);
                    for (int i = 0; lowest != 0 && i < length; i++)
                    {
                        message[i] = (byte)(lowest + (message[i] % (256 - lowest)));
                    }

                    using Deflater deflater = new(windowBits, level);
                    try
                    {
                        byte[] packed = Deflate(deflater, message, keepContext: true, Deflater.Bound(length));
                        Assert.Equal(message, DeflatedMessages.Inflate(packed));
                    }
                    catch (InvalidOperationException e)
                    {
                        failed.Add($"level {level}, {length} octets from {lowest} on: {e.Message}");
                    }
                }
            }
        }

        Assert.Empty(failed);
    }

    [Fact]
    public void Deflate_RandomMessagesWindowsAndLevels_InflateToThemselves()
    {
        int seed = FuzzSeed.Next();
        log.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        for (int round = 0; round < 150; round++)
        {
            int windowBits = random.Next(9, 16);
            int level = random.Next(1, 10);
            string kind = ((string[])["random", "runs", "text"])[random.Next(3)];
            byte[][] messages = [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => InflaterDriver.Payload(kind, random.Next(1 << random.Next(13)), random.Next()))];
            using Deflater deflater = new(windowBits, level);
            byte[][] packed = [.. messages.Select(message => Deflate(deflater, message, keepContext: true))];
            Assert.True(DeflatedMessages.Inflate(packed).AsSpan().SequenceEqual(messages.SelectMany(m => m).ToArray()), $"seed {seed}, round {round}");
            Assert.True(DeflaterWitness.Read(packed).Farthest <= 1 << windowBits, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Deflate_AfterDispose_Throws()
    {
        Deflater deflater = new(15, 6);
        deflater.Dispose();
        deflater.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Deflate(deflater, [1], keepContext: true));
    }

    // More room than the bound: that it suffices is another test's subject.
    private static byte[] Deflate(Deflater deflater, byte[] message, bool keepContext, int? octets = null)
    {
        byte[] room = new byte[octets ?? ((2 * message.Length) + 1000)];
        return room[..deflater.Deflate(message, room, keepContext)];
    }
}
