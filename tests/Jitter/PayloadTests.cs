using System.Text.Json;
using Stratus.Realtime.Jitter.Tests.Publishing;

namespace Stratus.Realtime.Jitter.Tests;

/// <summary>A content that was changed on its way is noticed.</summary>
public sealed class PayloadTests
{
    private const string Channel = "jitter:1";

    [Fact]
    public void ReadNumber_ContentUnchanged_IsTheNumber() => Assert.Equal(7, Read(Payload.Make(Channel, 7, new Random(1))));

    [Fact]
    public void Make_AnyText_HasNoRawLineBreaks()
    {
        Random random = new(1);
        Assert.All(Enumerable.Range(1, 100), i => Assert.DoesNotContain('\n', Payload.Make(Channel, i, random)));
    }

    [Theory]
    [InlineData("\"number\":7", "\"number\":8")]
    [InlineData(Channel, "jitter:2")]
    [InlineData("\"text\":\"", "\"text\":\"x")]
    [InlineData("\"sum\":", "\"sum\":1")]
    [InlineData("\"sum\"", "\"some\"")]
    public void ReadNumber_ContentChanged_IsZero(string from, string to)
    {
        string changed = Payload.Make(Channel, 7, new Random(1)).Replace(from, to, StringComparison.Ordinal);
        Assert.Equal(0, Read(changed));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    public void ReadNumber_OtherContent_IsZero(string data) => Assert.Equal(0, Read(data));

    private static int Read(string data)
    {
        using JsonDocument document = JsonDocument.Parse(data);
        return Payload.ReadNumber(document.RootElement);
    }
}
