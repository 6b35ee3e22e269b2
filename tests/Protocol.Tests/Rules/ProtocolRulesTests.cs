using System.Text;
using System.Text.RegularExpressions;

namespace Stratus.Realtime.Protocol.Tests.Rules;

public sealed partial class ProtocolRulesTests
{
    [Fact]
    public void All_HasOneRowARule_InOrder() =>
        Assert.Equal(Enum.GetValues<ProtocolRule>().Where(rule => rule != ProtocolRule.None), ProtocolRules.All.Select(row => row.Rule));

    [Fact]
    public void Row_OfEveryRule_IsItsOwn() => Assert.All(ProtocolRules.All, row => Assert.Same(row, ProtocolRules.Row(row.Rule)));

    [Theory, InlineData(ProtocolRule.None), InlineData((ProtocolRule)200)]
    public void Row_OfNoRule_Throws(ProtocolRule rule) => Assert.Throws<ArgumentOutOfRangeException>(() => ProtocolRules.Row(rule));

    [Fact]
    public void Text_OfEveryRow_IsShortAsciiAndNamesItsSection() => Assert.All(ProtocolRules.All, row =>
    {
        Assert.True(Ascii.IsValid(row.Text));
        Assert.InRange(row.Text.Length, 20, 123);
        Assert.EndsWith($" (RFC {row.Rfc} {row.Section})", row.Text, StringComparison.Ordinal);
        Assert.Matches(Section(), row.Section);
        Assert.Contains(row.Rfc, (int[])[6455, 7692]);
    });

    [Fact]
    public void CloseCode_OfEveryRow_MayBeSent() => Assert.All(ProtocolRules.All, row => Assert.True(CloseCodes.IsSendable((int)row.CloseCode)));

    [Fact]
    public void ToString_OfAnError_IsCodeAndText() =>
        Assert.Equal("1002 A client must mask every frame (RFC 6455 5.1)", new ProtocolError(ProtocolRule.MaskMissing).ToString());

    [GeneratedRegex(@"^\d+(\.\d+)*$")]
    private static partial Regex Section();
}
