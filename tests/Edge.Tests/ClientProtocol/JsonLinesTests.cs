using System.Text;
using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Tests.ClientProtocol;

/// <summary>The buffer of one connection's replies.</summary>
public sealed class JsonLinesTests
{
    [Fact]
    public void Written_OfNewLines_IsEmpty()
    {
        using JsonLines lines = new();
        Assert.True(lines.IsEmpty);
        Assert.True(lines.Written.IsEmpty);
    }

    [Fact]
    public void Written_OfSeveral_HasNewlinesBetweenAlone()
    {
        using JsonLines lines = new();
        lines.WritePing();
        lines.WriteEmpty(1, CommandMethod.Publish);
        lines.Add("[]"u8);
        Assert.False(lines.IsEmpty);
        Assert.Equal("{}\n{\"id\":1,\"publish\":{}}\n[]", Reading.Text(lines.Written));
    }

    [Fact]
    public void Clear_AfterLines_BeginsAnew()
    {
        using JsonLines lines = new();
        lines.WritePing();
        lines.Clear();
        Assert.True(lines.IsEmpty);
        lines.WriteError(1, ReplyError.TokenExpired);
        Assert.Equal("{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\"}}", Reading.Text(lines.Written));
    }

    // Through every growth of the buffer, and across each by one octet.
    [Theory]
    [InlineData(1)]
    [InlineData(1021)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void Written_OfLongLines_IsAllOfThem(int octets)
    {
        using JsonLines lines = new();
        string[] expected = [.. Enumerable.Range(0, 10).Select(number => new string((char)('a' + number), octets))];
        foreach (string line in expected)
        {
            lines.Add(Encoding.UTF8.GetBytes(line));
        }

        Assert.Equal(string.Join('\n', expected), Reading.Text(lines.Written));
    }

    [Fact]
    public void Add_ToWarmLines_AllocatesNothing()
    {
        using JsonLines lines = new();
        Fill(lines);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(lines);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Fill(JsonLines lines)
        {
            for (uint id = 1; id < 100; id++)
            {
                lines.WriteEmpty(id, CommandMethod.Unsubscribe);
                lines.WriteError(id, ReplyError.Internal);
            }

            lines.Clear();
        }
    }
}
