using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Tests.Hosts;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Tokens;

/// <summary>New keys without a restart.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const string Payload = """{"sub":"42"}""";
    private const string Old = "the old secret, at least thirty-two octets of it";
    private const string New = "the new secret, at least thirty-two octets of it";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly EdgeLog _log = new();
    private readonly LoggerFactory _loggers = new();
    private int _version;

    public KeyRotationTests() => _loggers.AddProvider(_log);

    public void Dispose()
    {
        _folder.Dispose();
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Verify_ConfigurationReloadedWithAnotherKey_AcceptsTheNewAndRefusesTheOld()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", Old));
        TokenVerifier verifier = Make(configuration);
        Assert.Equal("old", Accepted(verifier));

        Set(configuration, "Keys:0:Secret", New);
        Assert.Equal("old", Accepted(verifier));
        configuration.Reload();

        Assert.Equal("new", Accepted(verifier));
        Assert.Empty(_log.Troubles);
    }

    [Fact]
    public void Verify_ConfigurationReloadedWithASecondKey_AcceptsBoth()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", Old));
        TokenVerifier verifier = Make(configuration);

        Set(configuration, "Keys:1:Algorithm", "HS256");
        Set(configuration, "Keys:1:Secret", New);
        configuration.Reload();

        Assert.Equal("old new", Accepted(verifier));
    }

    [Fact]
    public void Verify_ConfigurationReloadedTwice_FollowsEachTime()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", Old));
        TokenVerifier verifier = Make(configuration);
        foreach (string secret in (string[])[New, Old, New])
        {
            Set(configuration, "Keys:0:Secret", secret);
            configuration.Reload();
        }

        Assert.Equal("new", Accepted(verifier));
    }

    [Fact]
    public void Verify_ConfigurationReloadedWithAnotherIssuer_ChecksThatOne()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", Old));
        TokenVerifier verifier = Make(configuration);

        Set(configuration, "Issuer", "app");
        configuration.Reload();

        Assert.Equal("", Accepted(verifier));
    }

    [Fact]
    public void Verify_ConfigurationReloadedWithABrokenKey_KeepsTheOldAndSaysSoWithoutTheSecret()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", Old));
        TokenVerifier verifier = Make(configuration);

        Set(configuration, "Keys:0:Secret", "canary");
        configuration.Reload();

        Assert.Equal("old", Accepted(verifier));
        string line = Assert.Single(_log.Troubles);
        Assert.Contains("Clients:Tokens:Keys:0:Secret is not valid: the secret has 6 octets", line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", _log.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_FileChanged_IsSeenAfterASecond()
    {
        TokenVerifier verifier = MakeWithFile(Old);
        Assert.Equal("old", Accepted(verifier));

        Write(New);
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Equal("old", Accepted(verifier));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("new", Accepted(verifier));
        Assert.Empty(_log.Troubles);
    }

    // Of equal length: only the time tells.
    [Fact]
    public void Verify_FileChangedAgainAndAgain_IsSeenEachTime()
    {
        TokenVerifier verifier = MakeWithFile(Old);
        for (int i = 1; i <= 6; i++)
        {
            Write(i % 2 == 0 ? Old : New);
            _time.Advance(Second);

            Assert.Equal(i % 2 == 0 ? "old" : "new", Accepted(verifier));
        }
    }

    // Within one tick of the file system's clock: the size tells.
    [Fact]
    public void Verify_FileChangedInSizeOnly_IsSeen()
    {
        TokenVerifier verifier = MakeWithFile(Old + "2");
        DateTime written = File.GetLastWriteTimeUtc(_folder.PathOf("secret"));
        Assert.Equal("", Accepted(verifier));

        File.SetLastWriteTimeUtc(_folder.Write("secret", New), written);
        _time.Advance(Second);

        Assert.Equal("new", Accepted(verifier));
    }

    [Fact]
    public void Verify_FileUnchanged_IsNotReadAgain()
    {
        TokenVerifier verifier = MakeWithFile(Old);
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(Second);
            Assert.Equal("old", Accepted(verifier));
        }

        Assert.Empty(_log.All);
    }

    // How mounted secrets change: a link of a folder is put elsewhere.
    [Fact]
    public void Verify_FileBehindASymbolicLinkChanged_IsSeen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "symbolic links need rights on this system");
        Directory.CreateDirectory(_folder.PathOf("1"));
        Directory.CreateDirectory(_folder.PathOf("2"));
        File.WriteAllText(_folder.PathOf("1/secret"), Old);
        File.WriteAllText(_folder.PathOf("2/secret"), New);
        File.SetLastWriteTimeUtc(_folder.PathOf("2/secret"), DateTime.UnixEpoch);
        File.CreateSymbolicLink(_folder.PathOf("data"), _folder.PathOf("1"));
        File.CreateSymbolicLink(_folder.PathOf("secret"), _folder.PathOf("data/secret"));
        TokenVerifier verifier = Make(TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", _folder.PathOf("secret"))));
        Assert.Equal("old", Accepted(verifier));

        File.Delete(_folder.PathOf("data"));
        File.CreateSymbolicLink(_folder.PathOf("data"), _folder.PathOf("2"));
        _time.Advance(Second);

        Assert.Equal("new", Accepted(verifier));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData(null)]
    public void Verify_FileBrokenOrGone_KeepsTheOldKeysAndSaysSoOnce(string? content)
    {
        TokenVerifier verifier = MakeWithFile(Old);

        Write(content);
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(Second);
            Assert.Equal("old", Accepted(verifier));
        }

        Assert.Contains("Clients:Tokens:Keys:0:SecretFile is not valid", Assert.Single(_log.Troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData(null)]
    public void Verify_BrokenFileRepaired_TakesTheNewKeys(string? content)
    {
        TokenVerifier verifier = MakeWithFile(Old);
        Write(content);
        _time.Advance(Second);
        Assert.Equal("old", Accepted(verifier));

        Write(New);
        _time.Advance(Second);

        Assert.Equal("new", Accepted(verifier));
    }

    // All or nothing: a good change beside a broken file waits for the file.
    [Fact]
    public void Verify_OneOfTwoFilesBroken_KeepsBothOldKeys()
    {
        string first = _folder.Write("first", Old);
        string second = _folder.Write("second", Old + "2");
        TokenVerifier verifier = Make(TestVerifier.Configuration(
            ("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", first), ("Keys:1:Algorithm", "HS256"), ("Keys:1:SecretFile", second)));

        _folder.Write("first", New + "x");
        _folder.Write("second", "short");
        _time.Advance(Second);

        Assert.Equal("old", Accepted(verifier));
    }

    [Fact]
    public void Verify_JwkSetRotated_FollowsIt()
    {
        string path = _folder.Write("keys.json", Set(Old));
        TokenVerifier verifier = Make(TestVerifier.Configuration(("JwksFile", path)));
        Assert.Equal("old", Accepted(verifier));

        _folder.Write("keys.json", $$"""{"keys":[{{Jwk(Old)}},{{Jwk(New)}}]}""");
        _time.Advance(Second);
        Assert.Equal("old new", Accepted(verifier));

        _folder.Write("keys.json", Set(New));
        _time.Advance(Second);
        Assert.Equal("new", Accepted(verifier));

        _folder.Write("keys.json", Set(Old)[..^5]);
        _time.Advance(Second);
        Assert.Equal("new", Accepted(verifier));
    }

    [Fact]
    public void Verify_ConfigurationNamesAnotherFile_WatchesThatOne()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", _folder.Write("first", Old)));
        TokenVerifier verifier = Make(configuration);
        Set(configuration, "Keys:0:SecretFile", _folder.Write("second", Old + "2"));
        configuration.Reload();
        Assert.Equal("", Accepted(verifier));

        _folder.Write("second", New);
        _time.Advance(Second);

        Assert.Equal("new", Accepted(verifier));
    }

    [Fact]
    public void Make_BrokenKeys_ThrowsWhatTheCheckSays()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", "short"));

        OptionsValidationException thrown = Assert.Throws<OptionsValidationException>(() => Make(configuration));

        Assert.Equal(TokenKeys.Check(configuration), thrown.Failures);
    }

    [Fact]
    public void Dispose_ThenReload_ReadsNothing()
    {
        IConfigurationRoot configuration = TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:Secret", Old));
        TokenKeys keys = new(configuration, _time, _loggers.CreateLogger<TokenKeys>());
        TokenKeySet before = keys.Current;

        keys.Dispose();
        configuration.Reload();

        Assert.Same(before, keys.Current);
    }

    private static void Set(IConfigurationRoot configuration, string key, string value) => configuration[$"{TokenOptions.Section}:{key}"] = value;

    private static string Jwk(string secret) => $$"""{"kty":"oct","k":"{{TokenMaker.Encode(secret)}}"}""";

    private static string Set(string secret) => $$"""{"keys":[{{Jwk(secret)}}]}""";

    private static string Accepted(TokenVerifier verifier)
    {
        (string Name, string Secret)[] keys = [("old", Old), ("new", New)];
        return string.Join(' ', keys
            .Where(key => verifier.VerifyConnection(TokenMaker.Sign(Payload, secret: key.Secret), TestVerifier.Now) is TokenResult<ConnectionClaims>.Valid)
            .Select(static key => key.Name));
    }

    private TokenVerifier Make(IConfigurationRoot configuration) => new(new TokenKeys(configuration, _time, _loggers.CreateLogger<TokenKeys>()));

    private TokenVerifier MakeWithFile(string content)
    {
        Write(content);
        return Make(TestVerifier.Configuration(("Keys:0:Algorithm", "HS256"), ("Keys:0:SecretFile", _folder.PathOf("secret"))));
    }

    // Each version of the file is a second younger than the last, however fast the test is.
    private void Write(string? content)
    {
        string path = _folder.PathOf("secret");
        if (content is null)
        {
            File.Delete(path);
            return;
        }

        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(++_version));
    }
}
