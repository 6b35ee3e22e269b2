using System.Text;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class FillingTests
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public static TheoryData<string, int> Cases => new MatrixTheoryData<string, int>(Enum.GetNames<PayloadKind>(), [0, 1, 5, 6, 1000, 16_340]);

    [Theory, MemberData(nameof(Cases))]
    public void Make_AnyKind_IsSoLongAndTheSameEachTime(string kind, int octets)
    {
        byte[] filling = Filling.Make(Enum.Parse<PayloadKind>(kind), octets);

        Assert.Equal(octets, filling.Length);
        Assert.Equal(filling, Filling.Make(Enum.Parse<PayloadKind>(kind), octets));
        if (kind != nameof(PayloadKind.Binary))
        {
            Assert.Equal(octets, s_strict.GetByteCount(s_strict.GetString(filling)));
        }
    }

    [Theory, InlineData("Ascii"), InlineData("Mixed"), InlineData("Json"), InlineData("Binary")]
    public void Make_Variants_AreAllDifferent(string kind) => Assert.Equal(64, Enumerable.Range(0, 64)
        .Select(variant => Convert.ToHexString(Filling.Make(Enum.Parse<PayloadKind>(kind), 4052, variant))).Distinct().Count());

    [Fact]
    public void Make_Mixed_HasCharactersOfEveryLength()
    {
        Rune[] runes = [.. s_strict.GetString(Filling.Make(PayloadKind.Mixed, 16_340)).EnumerateRunes()];

        Assert.Equal([1, 2, 3, 4], runes.Select(rune => rune.Utf8SequenceLength).Distinct().Order());
        Assert.All(runes.GroupBy(rune => rune.Utf8SequenceLength), group => Assert.True(group.Count() > runes.Length / 50));
    }

    [Fact]
    public void Make_Ascii_IsAscii() => Assert.True(Ascii.IsValid(Filling.Make(PayloadKind.Ascii, 16_340)));
}
