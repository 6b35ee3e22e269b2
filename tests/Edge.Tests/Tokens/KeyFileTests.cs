using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>Keys of the configuration and of files: those that are taken, and what is said of those that are not.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Payload = """{"sub":"42"}""";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public void Read_RsaKeyInPem_ChecksItsTokens(string algorithm)
    {
        string token = TokenMaker.Sign($$"""{"alg":"{{algorithm}}"}""", Payload, TokenMaker.Of(TokenMaker.Rsa, TokenMaker.Hash(algorithm)));
        CertificateRequest request = new("CN=issuer", TokenMaker.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        AssertChecks(token, algorithm, TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem(), TokenMaker.Rsa.ExportRSAPublicKeyPem(), SelfSigned(request));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public void Read_EllipticCurveKeyInPem_ChecksItsTokens(string algorithm)
    {
        using ECDsa ecdsa = ECDsa.Create(TokenMaker.Curve(algorithm));
        string token = TokenMaker.Sign($$"""{"alg":"{{algorithm}}"}""", Payload, TokenMaker.Of(ecdsa, TokenMaker.Hash(algorithm)));

        AssertChecks(token, algorithm, ecdsa.ExportSubjectPublicKeyInfoPem(), SelfSigned(new CertificateRequest("CN=issuer", ecdsa, HashAlgorithmName.SHA256)));
    }

    [Fact]
    public void Read_PemAfterOtherLinesAndWithWindowsLineBreaks_IsRead() => Assert.Empty(CheckPem(
        "RS256", "Subject: issuer\r\n\r\n" + TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n") + "\r\n"));

    [Theory]
    [InlineData("ES256", "holds no elliptic curve public key, which ES256 needs")]
    [InlineData("ES512", "holds no elliptic curve public key, which ES512 needs")]
    public void Check_RsaKeyForAnotherFamily_SaysWhatIsNeeded(string algorithm, string fault) =>
        AssertPemFault(algorithm, TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem(), fault);

    [Fact]
    public void Check_Pkcs1KeyForAnotherFamily_SaysWhatIsNeeded() =>
        AssertPemFault("ES256", TokenMaker.Rsa.ExportRSAPublicKeyPem(), "'RSA PUBLIC KEY' holds no elliptic curve public key");

    [Theory]
    [InlineData("RS256", "holds no RSA public key, which RS256 needs")]
    [InlineData("ES384", "is of another curve, and ES384 needs P-384")]
    [InlineData("ES512", "is of another curve, and ES512 needs P-521")]
    public void Check_P256KeyForAnotherAlgorithm_SaysWhatIsNeeded(string algorithm, string fault)
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        AssertPemFault(algorithm, ecdsa.ExportSubjectPublicKeyInfoPem(), fault);
    }

    // A curve given by its numbers can have a generator of the attacker's choice (CVE-2020-0601).
    [Fact]
    public void Check_CurveGivenByItsParameters_IsAnotherCurve()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa withNumbers = ECDsa.Create(ecdsa.ExportExplicitParameters(true));

        Assert.Single(CheckPem("ES256", withNumbers.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void Check_WeakRsaKey_SaysHowManyBitsAreNeeded()
    {
        using RSA weak = RSA.Create(1024);

        AssertPemFault("RS256", weak.ExportSubjectPublicKeyInfoPem(), "has 1024 bits, and RS256 needs at least 2048 (RFC 7518 3.3)");
        AssertPemFault("RS256", weak.ExportRSAPublicKeyPem(), "has 1024 bits");
    }

    [Fact]
    public void Check_PrivateKey_IsRefused()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        AssertPemFault("RS256", TokenMaker.Rsa.ExportPkcs8PrivateKeyPem(), "private key");
        AssertPemFault("RS256", TokenMaker.Rsa.ExportRSAPrivateKeyPem(), "private key");
        AssertPemFault("ES256", ecdsa.ExportECPrivateKeyPem(), "private key");
    }

    [Theory]
    [InlineData("", "holds no PEM block")]
    [InlineData("a secret", "holds no PEM block")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA", "holds no PEM block")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "'PUBLIC KEY' cannot be read")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "'CERTIFICATE' cannot be read")]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----", "'RSA PUBLIC KEY' cannot be read")]
    [InlineData("-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----", "'SOMETHING' holds no RSA public key")]
    public void Check_BrokenPem_SaysWhatIsWrong(string pem, string fault) => AssertPemFault("RS256", pem, fault);

    [Fact]
    public void Check_TruncatedKey_IsAnErrorAtAnyLength()
    {
        byte[] der = TokenMaker.Rsa.ExportSubjectPublicKeyInfo();
        for (int octets = 0; octets < der.Length; octets += 7)
        {
            Assert.Single(CheckPem("RS256", PemEncoding.WriteString("PUBLIC KEY", der.AsSpan(0, octets))));
        }
    }

    [Theory]
    [InlineData("HS256", 31, 32)]
    [InlineData("HS384", 47, 48)]
    [InlineData("HS512", 63, 64)]
    public void Check_SecretAroundTheLeastSize_IsAcceptedFromIt(string algorithm, int tooFew, int enough)
    {
        string error = Assert.Single(Check(("Keys:0:Algorithm", algorithm), ("Keys:0:Secret", new string('x', tooFew))));

        Assert.Equal($"Clients:Tokens:Keys:0:Secret is not valid: the secret has {tooFew} octets, and {algorithm} needs at least {enough} (RFC 7518 3.2).", error);
        Assert.Empty(Check(("Keys:0:Algorithm", algorithm), ("Keys:0:Secret", new string('x', enough))));
        Assert.Empty(Check(("Keys:0:Algorithm", algorithm), ("Keys:0:Secret", new string('\u00e9', enough / 2))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Read_SecretFile_EndsBeforeOneLineBreak(string end)
    {
        string path = _folder.Write("secret", TokenMaker.Secret + end);

        AssertChecks(TokenMaker.Sign(Payload), ("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", path));
    }

    [Fact]
    public void Read_SecretFileWithSpacesAtItsEnd_KeepsThem()
    {
        string path = _folder.Write("secret", TokenMaker.Secret + " \n\n");

        AssertChecks(TokenMaker.Sign(Payload, secret: TokenMaker.Secret + " \n"), ("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", path));
    }

    [Fact]
    public void Check_ShortSecretFile_NamesItsKey() => Assert.Equal(
        "Clients:Tokens:Keys:0:SecretFile is not valid: the secret has 6 octets, and HS256 needs at least 32 (RFC 7518 3.2).",
        Assert.Single(Check(("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", _folder.Write("secret", "secret\n")))));

    [Theory]
    [InlineData("Keys:3:SecretFile", "HS256")]
    [InlineData("Keys:3:PublicKeyFile", "ES256")]
    public void Check_FileThatIsMissing_NamesKeyAndFile(string key, string algorithm)
    {
        string path = _folder.PathOf("nowhere.pem");
        string error = Assert.Single(Check(("Keys:3:Algorithm", algorithm), (key, path)));

        Assert.StartsWith($"Clients:Tokens:{key} is not valid: the file '{path}' cannot be read: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JwksFile", "")]
    [InlineData("JwksFile", "/")]
    [InlineData("JwksFile", "/nowhere")]
    [InlineData("JwksFile", "\0")]
    public void Check_PathThatIsNoFile_IsAnError(string key, string name) => Assert.Equal(name.Length == 0 ? 0 : 1, Check((key, name)).Count);

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    [InlineData("/proc/self/mem")]
    public void Check_PathOfADevice_IsAnError(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "these are files of Linux");

        Assert.Single(Check(("JwksFile", path)));
    }

    [Fact]
    public void Check_HugeFile_IsNotRead() => Assert.Contains(
        "at most 262144 are read",
        Assert.Single(Check(("JwksFile", _folder.Write("keys.json", new byte[262_145])))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("hs256")]
    [InlineData("EdDSA")]
    [InlineData("PS256")]
    public void Check_UnknownAlgorithm_NamesKeyValueAndTheKnownOnes(string algorithm) => Assert.Equal(
        $"Clients:Tokens:Keys:0:Algorithm = '{algorithm}' is not valid: expected one of HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384, ES512.",
        Assert.Single(Check(("Keys:0:Algorithm", algorithm), ("Keys:0:Secret", TokenMaker.Secret))));

    [Theory]
    [InlineData("HS256", "Secret,SecretFile", "Secret or SecretFile")]
    [InlineData("HS256", "Secret,PublicKeyFile", "Secret or SecretFile")]
    [InlineData("HS256", "PublicKeyFile", "Secret or SecretFile")]
    [InlineData("HS256", "", "Secret or SecretFile")]
    [InlineData("RS256", "Secret", "PublicKeyFile")]
    [InlineData("RS256", "SecretFile", "PublicKeyFile")]
    [InlineData("ES256", "", "PublicKeyFile")]
    public void Check_NotTheOneSourceOfTheFamily_SaysWhichIsRight(string algorithm, string sources, string right)
    {
        (string, string?)[] settings = [.. sources.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static s => ($"Keys:0:{s}", (string?)TokenMaker.Secret))];

        Assert.Equal(
            $"Clients:Tokens:Keys:0 is not valid: a key for {algorithm} has {right}, and only that.",
            Assert.Single(Check([("Keys:0:Algorithm", algorithm), ("Keys:0:Id", "main"), .. settings])));
    }

    [Fact]
    public void Check_SeveralBrokenKeys_NamesEachAndNoSecret()
    {
        IReadOnlyList<string> errors = Check(
            ("Keys:0:Algorithm", "HS512"), ("Keys:0:Secret", "canary"), ("Keys:1", "canary"), ("Keys:2:Algorithm", "HS256"), ("Keys:2:Secret", "canary"),
            ("JwksFile", _folder.Write("keys.json", """{"keys":[{"kty":"oct","k":"Y2FuYXJ5","kid":"a"},{"kty":"oct","k":"canary=","kid":"b"}]}""")));

        Assert.Equal(5, errors.Count);
        Assert.All(errors, static e => Assert.StartsWith("Clients:Tokens:", e, StringComparison.Ordinal));
        Assert.All(errors, static e => Assert.DoesNotContain("canary", e, StringComparison.Ordinal));
        Assert.StartsWith("Clients:Tokens:JwksFile is not valid: keys[0] ('a'): the secret has 6 octets", errors[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32, 0)]
    [InlineData(33, 1)]
    public void Check_AroundTheMostKeys_AcceptsThatMany(int count, int errors)
    {
        IEnumerable<(string, string?)> keys = Enumerable.Range(0, count - 1)
            .SelectMany(static i => new (string, string?)[] { ($"Keys:{i}:Algorithm", "HS256"), ($"Keys:{i}:Secret", TokenMaker.Secret) });
        string path = _folder.Write("keys.json", RfcVectors.SymmetricKeys);

        Assert.Equal(errors, Check([.. keys, ("JwksFile", path)]).Count);
    }

    [Fact]
    public void Check_NoKeys_IsNoError() => Assert.Empty(Check());

    [Fact]
    public void Check_KeysOfAllKinds_IsNoError() => Assert.Empty(Check(
        ("Keys:0:Id", "a"), ("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", TokenMaker.Secret),
        ("Keys:1:Id", "b"), ("Keys:1:Algorithm", "RS256"), ("Keys:1:PublicKeyFile", _folder.Write("b.pem", TokenMaker.Rsa.ExportSubjectPublicKeyInfoPem())),
        ("JwksFile", _folder.Write("keys.json", RfcVectors.CookbookKeys)), ("Issuer", "app"), ("Audience", "edge")));

    // RFC 7515 A.2 with the keys of the appendix in a file; it was valid until 2011-03-22.
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void VerifyConnection_PublishedExampleAndKeyFile_IsValidUntilItsTime(int seconds, bool valid)
    {
        TokenVerifier verifier = TestVerifier.Make(("JwksFile", _folder.Write("keys.json", RfcVectors.Keys)));
        TokenResult<ConnectionClaims> result = verifier.VerifyConnection(RfcVectors.RS256, DateTimeOffset.FromUnixTimeSeconds(1_300_819_380 + seconds));

        Assert.Equal(valid, result is TokenResult<ConnectionClaims>.Valid);
        Assert.Equal(!valid, result is TokenResult<ConnectionClaims>.Expired);
    }

    private static IReadOnlyList<string> Check(params (string, string?)[] settings) => TokenKeys.Check(TestVerifier.Configuration(settings));

    private static void AssertChecks(string token, params (string, string?)[] settings)
    {
        TokenKeySet set = TokenKeyReader.Read(TestVerifier.Configuration(settings));

        Assert.Empty(set.Errors);
        Assert.Null(CompactJws.Verify(token, set.Keys, out byte[] payload));
        Assert.Equal(Payload, Encoding.UTF8.GetString(payload));
    }

    private static string SelfSigned(CertificateRequest request)
    {
        // Over for long: the dates do not matter.
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private void AssertChecks(string token, string algorithm, params string[] pems) => Assert.All(
        pems, pem => AssertChecks(token, ("Keys:0:Algorithm", algorithm), ("Keys:0:PublicKeyFile", _folder.Write("key.pem", pem))));

    private IReadOnlyList<string> CheckPem(string algorithm, string pem) =>
        Check(("Keys:0:Algorithm", algorithm), ("Keys:0:PublicKeyFile", _folder.Write("key.pem", pem)));

    private void AssertPemFault(string algorithm, string pem, string fault)
    {
        string error = Assert.Single(CheckPem(algorithm, pem));

        Assert.StartsWith("Clients:Tokens:Keys:0:PublicKeyFile is not valid: ", error, StringComparison.Ordinal);
        Assert.Contains(fault, error, StringComparison.Ordinal);
    }
}
