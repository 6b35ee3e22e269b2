using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>Signatures that are almost right.</summary>
public sealed class SignatureTests
{
    private const string Payload = """{"sub":"42"}""";

    public static TheoryData<string> Algorithms => [.. JwsAlgorithm.All.Select(static a => a.Name)];

    public static TheoryData<string> EcdsaAlgorithms => ["ES256", "ES384", "ES512"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_GenuineToken_GivesThePayload(string algorithm)
    {
        (string token, VerificationKey key) = Make(algorithm);

        Assert.Null(CompactJws.Verify(token, [key], out byte[] payload));
        Assert.Equal(Payload, Encoding.UTF8.GetString(payload));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_TokenOfAnotherKey_IsABadSignature(string algorithm)
    {
        (string token, _) = Make(algorithm);
        VerificationKey other = algorithm[0] switch
        {
            'H' => TestKeys.Hmac(algorithm, new byte[64]),
            'R' => TestKeys.Of(RSA.Create(2048), algorithm),
            _ => TestKeys.Of(ECDsa.Create(TokenMaker.Curve(algorithm)), algorithm),
        };

        Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(token, [other], out _));
    }

    // Header, payload, signature and the dots between them, each bit of each character.
    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void Verify_AnyBitFlipped_Refuses(string algorithm)
    {
        (string token, VerificationKey key) = Make(algorithm);
        for (int bit = 0; bit < token.Length * 16; bit++)
        {
            char[] flipped = token.ToCharArray();
            flipped[bit / 16] ^= (char)(1 << (bit % 16));

            Assert.True(CompactJws.Verify(flipped, [key], out _) is not null, $"bit {bit % 16} of character {bit / 16} does not matter");
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_SignatureOfAnyOtherLength_Refuses(string algorithm)
    {
        (string token, VerificationKey key) = Make(algorithm);
        byte[] signature = TokenMaker.Decode(token[(token.LastIndexOf('.') + 1)..]);
        byte[][] others =
        [
            [], [0], signature[..^1], signature[1..], signature[..(signature.Length / 2)],
            [.. signature, 0], [0, .. signature], [.. signature, .. signature], new byte[signature.Length], [.. Enumerable.Repeat((byte)0xFF, signature.Length)],
        ];

        Assert.All(others, other => Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(WithSignature(token, other), [key], out _)));
    }

    [Fact]
    public void Verify_AnotherSpellingOfTheSignature_IsNotCompact()
    {
        (string token, VerificationKey key) = Make("HS256");
        string[] others = [token + "=", token + "==", token + " ", token + "\n", " " + token, token + ".", "." + token, token.Replace('.', ' '), token.Replace(".", ".\n", StringComparison.Ordinal)];

        Assert.All(others, other => Assert.Equal(TokenFault.NotCompact, CompactJws.Verify(other, [key], out _)));
    }

    // 32 octets end in a character with two unused bits: of the four spellings one is right.
    [Fact]
    public void Verify_UnusedBitsOfTheSignatureSet_IsNotCompact()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (string token, VerificationKey key) = Make("HS256");
        int last = Alphabet.IndexOf(token[^1], StringComparison.Ordinal);

        Assert.Equal(0, last & 3);
        for (int unused = 1; unused < 4; unused++)
        {
            Assert.Equal(TokenFault.NotCompact, CompactJws.Verify(token[..^1] + Alphabet[last | unused], [key], out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("....")]
    [InlineData("e30")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.e30.e30.e30")]
    [InlineData("{\"protected\":\"e30\",\"payload\":\"e30\",\"signature\":\"e30\"}")]
    public void Verify_NotThreeParts_Refuses(string token) =>
        Assert.Contains(CompactJws.Verify(token, [TestKeys.Hmac()], out _), (TokenFault?[])[TokenFault.NotCompact, TokenFault.BadHeader]);

    [Fact]
    public void Verify_SignatureStripped_IsABadSignature()
    {
        (string token, VerificationKey key) = Make("HS256");

        Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(token.AsSpan(0, token.LastIndexOf('.') + 1), [key], out _));
        Assert.Equal(TokenFault.NotCompact, CompactJws.Verify(token.AsSpan(0, token.LastIndexOf('.')), [key], out _));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Verify_TokenAroundTheLargestSize_IsAcceptedUpToIt(int more, bool accepted)
    {
        string token = OfLength(CompactJws.MaxOctets + more);

        Assert.Equal(CompactJws.MaxOctets + more, token.Length);
        Assert.Equal(accepted ? null : TokenFault.TooLong, CompactJws.Verify(token, [TestKeys.Hmac()], out _));
    }

    // CVE-2022-21449: with r and s zero, or the order of the group, a careless check is true for every message.
    [Theory]
    [MemberData(nameof(EcdsaAlgorithms))]
    public void Verify_EcdsaNumbersOutOfRange_IsABadSignature(string algorithm)
    {
        using ECDsa ecdsa = ECDsa.Create(TokenMaker.Curve(algorithm));
        VerificationKey key = TestKeys.Of(ecdsa, algorithm);
        string token = TokenMaker.Sign($$"""{"alg":"{{algorithm}}"}""", Payload, TokenMaker.Of(ecdsa, TokenMaker.Hash(algorithm)));
        byte[] genuine = TokenMaker.Decode(token[(token.LastIndexOf('.') + 1)..]);
        int octets = genuine.Length / 2;
        byte[] order = Order(algorithm, octets);
        byte[] zero = new byte[octets];
        byte[] one = [.. zero[1..], 1];
        byte[] most = [.. Enumerable.Repeat((byte)0xFF, octets)];
        byte[] r = genuine[..octets];
        byte[] s = genuine[octets..];
        (byte[] R, byte[] S)[] pairs =
        [
            (zero, zero), (zero, s), (r, zero), (order, order), (order, s), (r, order), (zero, one), (one, zero), (one, one),
            (most, most), (r, most), (most, s), (order, zero), (Plus(order, 1), s), (s, r),
        ];

        Assert.Null(CompactJws.Verify(token, [key], out _));
        Assert.All(pairs, pair => Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(WithSignature(token, [.. pair.R, .. pair.S]), [key], out _)));
    }

    [Theory]
    [MemberData(nameof(EcdsaAlgorithms))]
    public void Verify_EcdsaSignatureInDer_IsABadSignature(string algorithm)
    {
        using ECDsa ecdsa = ECDsa.Create(TokenMaker.Curve(algorithm));
        string token = TokenMaker.Sign(
            $$"""{"alg":"{{algorithm}}"}""", Payload, input => ecdsa.SignData(input, TokenMaker.Hash(algorithm), DSASignatureFormat.Rfc3279DerSequence));

        Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(token, [TestKeys.Of(ecdsa, algorithm)], out _));
    }

    // RSASSA-PSS is another algorithm (PS256), also under the name RS256.
    [Fact]
    public void Verify_RsaSignatureWithPss_IsABadSignature()
    {
        string token = TokenMaker.Sign(
            """{"alg":"RS256"}""", Payload, input => TokenMaker.Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

        Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(token, [TestKeys.Of(TokenMaker.Rsa, "RS256")], out _));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Verify_ByManyThreadsAtOnce_IsRightEachTime(string algorithm)
    {
        (string token, VerificationKey key) = Make(algorithm);
        string bad = WithSignature(token, new byte[64]);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    Assert.Null(CompactJws.Verify(token, [key], out byte[] _));
                    Assert.Equal(TokenFault.BadSignature, CompactJws.Verify(bad, [key], out byte[] _));
                }
            },
            TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Verify_RandomChanges_NeverThrowsAndNeverAccepts()
    {
        int seed = FuzzSeed.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{FuzzSeed.Name}={seed}");
        Random random = new(seed);
        (string, VerificationKey)[] all = [Make("HS256"), Make("RS256"), Make("ES256"), Make("ES512")];
        VerificationKey[] keys = [.. all.Select(static a => a.Item2)];
        for (int round = 0; round < 4000; round++)
        {
            string token = all[random.Next(all.Length)].Item1;
            char[] changed = token.ToCharArray();
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                changed[random.Next(changed.Length)] = (char)random.Next(random.Next(4) == 0 ? 0x10000 : 0x80);
            }

            string text = new string(changed)[..random.Next(changed.Length + 1)];
            Assert.True(text == token || CompactJws.Verify(text, keys, out _) is not null, $"seed {seed}: accepted a changed token");
        }
    }

    private static (string Token, VerificationKey Key) Make(string algorithm)
    {
        string header = $$"""{"alg":"{{algorithm}}"}""";
        if (algorithm[0] == 'H')
        {
            return (TokenMaker.Sign(header, Payload, TokenMaker.Hmac(algorithm, Encoding.UTF8.GetBytes(TokenMaker.Secret))), TestKeys.Hmac(algorithm));
        }

        if (algorithm[0] == 'R')
        {
            return (TokenMaker.Sign(header, Payload, TokenMaker.Of(TokenMaker.Rsa, TokenMaker.Hash(algorithm))), TestKeys.Of(TokenMaker.Rsa, algorithm));
        }

        using ECDsa ecdsa = ECDsa.Create(TokenMaker.Curve(algorithm));
        return (TokenMaker.Sign(header, Payload, TokenMaker.Of(ecdsa, TokenMaker.Hash(algorithm))), TestKeys.Of(ecdsa, algorithm));
    }

    // base64url has no texts whose length is 1 modulo 4: then the header is a character longer.
    private static string OfLength(int length)
    {
        string header = """{"alg":"HS256"}""";
        int payload = length - TokenMaker.Encode(header).Length - TokenMaker.Encode(new byte[32]).Length - 2;
        if (payload % 4 == 1)
        {
            header += ' ';
            payload = length - TokenMaker.Encode(header).Length - TokenMaker.Encode(new byte[32]).Length - 2;
        }

        return TokenMaker.Sign(Payload.PadRight(payload * 3 / 4), header);
    }

    private static string WithSignature(string token, byte[] signature) => token[..(token.LastIndexOf('.') + 1)] + TokenMaker.Encode(signature);

    // SEC 2: n of the three curves.
    private static byte[] Order(string algorithm, int octets) => Octets(
        BigInteger.Parse(
            algorithm switch
            {
                "ES256" => "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
                "ES384" => "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
                _ => "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
            },
            System.Globalization.NumberStyles.HexNumber,
            System.Globalization.CultureInfo.InvariantCulture),
        octets);

    private static byte[] Plus(byte[] number, int more) => Octets(new BigInteger(number, isUnsigned: true, isBigEndian: true) + more, number.Length);

    private static byte[] Octets(BigInteger number, int octets)
    {
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[octets - digits.Length], .. digits];
    }
}
