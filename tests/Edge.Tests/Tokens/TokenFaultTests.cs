using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

public sealed class TokenFaultTests
{
    [Fact]
    public void Sentence_OfEveryFault_IsOneOfItsOwn()
    {
        string[] sentences = [.. Enum.GetValues<TokenFault>().Select(static f => f.Sentence())];

        Assert.Equal(sentences.Length, sentences.Distinct(StringComparer.Ordinal).Count());
        Assert.All(sentences, static s => Assert.StartsWith("the", s, StringComparison.Ordinal));
    }

    // What a token says stays out of the log.
    [Fact]
    public void Reason_OfAnyInvalidToken_HoldsNothingOfIt()
    {
        string[] tokens =
        [
            TokenMaker.Sign("""{"canary":1,"canary":2}"""),
            TokenMaker.Sign("""{"sub":["canary"]}"""),
            TokenMaker.Sign("""{"canary":{"canary":tru}}"""),
            TokenMaker.Sign("""{"iss":"canary","channel":"canary"}"""),
            TokenMaker.Sign("{}", """{"alg":"canary"}"""),
            TokenMaker.Sign("{}", """{"alg":"HS256","kid":"canary","canary":1}""", "another"),
            "canary.canary.canary",
        ];

        Assert.All(tokens, static token =>
        {
            var invalid = Assert.IsType<TokenResult<ConnectionClaims>.Invalid>(TestVerifier.Instance.VerifyConnection(token, TestVerifier.Now));
            Assert.DoesNotContain("canary", invalid.Reason, StringComparison.Ordinal);
        });
    }
}
