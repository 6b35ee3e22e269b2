using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Stratus.Realtime.Fuzzer.Corpora;

namespace Stratus.Realtime.Conformance.FuzzerCompression;

public sealed class CorpusTests
{
    // A corpus that changes changes what was measured with it: then these change, too, and everybody sees it.
    [Theory]
    [InlineData(1, "ce1dbf8b622da470")]
    [InlineData(2, "1f8383699c9ca541")]
    [InlineData(3, "b3138109462b4bcf")]
    [InlineData(4, "2d9a561e2e6b76e7")]
    [InlineData(5, "0e35e5db46e3854c")]
    public void Get_EveryNumber_IsTheSameForever(int number, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Corpus.Get(number).Octets))[..16]);

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Get_NoSuchNumber_IsRefused(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => Corpus.Get(number));

    [Fact]
    public void Get_Json_IsLargeValidAndOfOneToFourOctetsACodePoint()
    {
        CorpusText corpus = Corpus.Get(1);
        Assert.True(corpus.IsText);
        Assert.InRange(corpus.Octets.Length, 150_000, 1 << 20);
        using JsonDocument document = JsonDocument.Parse(corpus.Octets);
        Assert.Equal(document.RootElement.GetProperty("export").GetProperty("count").GetInt32(), document.RootElement.GetProperty("bookings").GetArrayLength());
        Assert.Equal([1, 2, 3, 4], Encoding.UTF8.GetString(corpus.Octets).EnumerateRunes().Select(rune => rune.Utf8SequenceLength).Distinct().Order());
    }

    [Fact]
    public void Get_Bitmap_HasTheHeaderOfAGreyPicture()
    {
        ReadOnlySpan<byte> file = Corpus.Get(2).Octets;
        Assert.Equal("BM"u8, file[..2]);
        Assert.Equal(file.Length, BinaryPrimitives.ReadInt32LittleEndian(file[2..]));
        Assert.Equal(file.Length - 512 * 512, BinaryPrimitives.ReadInt32LittleEndian(file[10..]));
        Assert.Equal(512, BinaryPrimitives.ReadInt32LittleEndian(file[18..]));
        Assert.Equal(512, BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        Assert.Equal(8, BinaryPrimitives.ReadInt16LittleEndian(file[28..]));
    }

    [Theory]
    [InlineData(3, "ä")]
    [InlineData(3, "ß")]
    [InlineData(4, "</html>")]
    public void Get_Prose_IsLargeValidUtf8WithItsMarks(int number, string mark)
    {
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        string text = strict.GetString(Corpus.Get(number).Octets);
        Assert.InRange(text.Length, 200_000, 1 << 20);
        Assert.Contains(mark, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_Pdf_HasATableThatPointsToEveryObject()
    {
        string file = Encoding.Latin1.GetString(Corpus.Get(5).Octets);
        Assert.StartsWith("%PDF-1.4\n", file, StringComparison.Ordinal);
        int tableAt = int.Parse(Regex.Match(file, @"startxref\n(\d+)\n%%EOF\n$").Groups[1].Value, CultureInfo.InvariantCulture);
        MatchCollection entries = Regex.Matches(file[tableAt..], @"(\d{10}) 00000 n \n");
        Assert.NotEmpty(entries);
        for (int number = 1; number <= entries.Count; number++)
        {
            int offset = int.Parse(entries[number - 1].Groups[1].Value, CultureInfo.InvariantCulture);
            Assert.StartsWith($"{number} 0 obj\n", file[offset..(offset + 20)], StringComparison.Ordinal);
        }
    }
}
