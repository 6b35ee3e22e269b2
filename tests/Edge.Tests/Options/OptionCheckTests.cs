using Microsoft.Extensions.Configuration;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class OptionCheckTests
{
    [Theory]
    [InlineData("Edge:Limits:MaxFragmentz", "Edge:Limits:MaxFragments")]
    [InlineData("Edge:Limit:MaxFragments", "Edge:Limits:MaxFragments")]
    [InlineData("Edge:MaxFragments", "Edge:Limits:MaxFragments")]
    [InlineData("Clients:AllowAnonymus", "Clients:AllowAnonymous")]
    [InlineData("Clients:limits:maxchannel", "Clients:Limits:MaxChannels")]
    [InlineData("Clients:Tokens:Key:0:Secret", "Clients:Tokens:Keys:0:Secret")]
    [InlineData("Clients:Tokens:Keys:2:Algoritm", "Clients:Tokens:Keys:2:Algorithm")]
    [InlineData("Clients:Tokens:Keys:first:Id", "Clients:Tokens:Keys:<n>:Id")]
    [InlineData("Clients:Tokens:Keys:-1:Id", "Clients:Tokens:Keys:<n>:Id")]
    [InlineData("Api:Key:0", "Api:Keys:0")]
    [InlineData("Api:Keys:primary", "Api:Keys:<n>")]
    [InlineData("Api:Keys:0:Value", "Api:Keys:0")]
    [InlineData("Admin:Password", "Admin:Key")]
    [InlineData("Proxy:Conect:Url", "Proxy:Connect:Url")]
    [InlineData("Proxy:Connect:Uri", "Proxy:Connect:Url")]
    [InlineData("Channels:Namespaces:chat:HistorySise", "Channels:Namespaces:chat:HistorySize")]
    [InlineData("Channels:Defaults:Presence", "Channels:Default:Presence")]
    public void Check_UnknownKey_NamesItAndTheNearest(string key, string nearest)
    {
        string error = Assert.Single(Check(key, "1"));

        Assert.StartsWith($"{key} is not an option of the edge; the nearest is {nearest}.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnknownKeyWithoutAValue_IsAnError() => Assert.Single(OptionCheck.Check(TestConfiguration.Of("Edge:Limit", null)));

    [Theory]
    [InlineData("Edge:Limits", "Edge:Limits:MaxMessageOctets")]
    [InlineData("Api:Keys", "Api:Keys:0, Api:Keys:1 and so on")]
    [InlineData("Edge:Origins:Allowed", "Edge:Origins:Allowed:0, Edge:Origins:Allowed:1 and so on")]
    [InlineData("Clients:Tokens:Keys:0", "Clients:Tokens:Keys:0:Id")]
    [InlineData("Proxy:Connect", "Proxy:Connect:Url")]
    [InlineData("Channels:Namespaces:chat", "Channels:Namespaces:chat:HistorySize")]
    public void Check_ValueOfASectionOrList_SaysWhatToWrite(string key, string expected)
    {
        string error = Assert.Single(Check(key, "https://chat.example"));

        Assert.StartsWith($"{key} is a ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Endpoints:Plain:Url")]
    [InlineData("EdgeOfTomorrow:Limits")]
    [InlineData("PROXY")]
    [InlineData("Admin")]
    public void Check_NotInOurSections_IsNoneOfOurBusiness(string key) => Assert.Empty(Check(key, "http://proxy.example:3128"));

    [Fact]
    public void Check_KeyInOtherCase_IsTheSameKey() =>
        Assert.StartsWith("Edge:Limits:MaxFragments = '0'", Assert.Single(Check("EDGE:limits:maxfragments", "0")), StringComparison.Ordinal);

    [Fact]
    public void Check_NamespaceOfDefaults_IsValid() => Assert.Empty(OptionCheck.Check(TestConfiguration.Of("Channels:Namespaces:plain", null)));

    [Fact]
    public void Check_ManyThingsWrong_NamesThemAll()
    {
        IReadOnlyList<string> errors = OptionCheck.Check(TestConfiguration.Of(
            ("Edge:Limits:MaxFragments", "0"), ("Clients:Times:Connect", "10"), ("Channels:Default:Publish", "Everyone"), ("Proxy:Connect:Uri", "x")));

        Assert.Equal(4, errors.Count);
    }

    // A secret may be too short, on the wrong line or below a misspelt key: no error shows it.
    [Theory]
    [InlineData("Api:Keys:0", "hunter2")]
    [InlineData("Api:Keys:0", "hunter2 with a space at its end ")]
    [InlineData("Api:Keys", "hunter2-hunter2-hunter2")]
    [InlineData("Api:Key:0", "hunter2-hunter2-hunter2")]
    [InlineData("Api:Key", "hunter2-hunter2-hunter2")]
    [InlineData("Api:Keys:0:Value", "hunter2-hunter2-hunter2")]
    [InlineData("Admin:Key", "hunter2")]
    [InlineData("Admin:Key:0", "hunter2-hunter2-hunter2")]
    [InlineData("Clients:Tokens:Keys:0", "hunter2-hunter2-hunter2")]
    [InlineData("Clients:Tokens:Keys:0:Secret", "hunter2\n")]
    [InlineData("Clients:Tokens:Keys:0:Secrets", "hunter2-hunter2-hunter2")]
    [InlineData("Proxy:Connect:Url", "https://edge:hunter2@app.example")]
    [InlineData("Proxy:Connect:Url", "edge:hunter2@app.example")]
    public void Check_WithASecret_NeverShowsIt(string key, string value) =>
        Assert.DoesNotContain("hunter2", Assert.Single(Check(key, value)), StringComparison.Ordinal);

    [Fact]
    public void Check_EnvironmentVariables_AreTheSameKeys()
    {
        const string Prefix = "STRATUS_OPTION_CHECK_TESTS_";
        (string Name, string Value)[] variables =
        [
            ("Clients__Limits__MaxChannels", "0"),
            ("API__KEYS__0", "too-short"),
            ("Channels__Namespaces__chat__HistorySize", "-1"),
            ("Edge__Limits__MaxFragment", "1"),
        ];
        foreach ((string name, string value) in variables)
        {
            Environment.SetEnvironmentVariable(Prefix + name, value);
        }

        try
        {
            IReadOnlyList<string> errors = OptionCheck.Check(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build());

            Assert.Equal(
                ["Api:Keys:0 =", "Channels:Namespaces:chat:HistorySize =", "Clients:Limits:MaxChannels =", "Edge:Limits:MaxFragment is"],
                errors.Select(static e => string.Join(' ', e.Split(' ').Take(2))).Order(StringComparer.Ordinal));
        }
        finally
        {
            foreach ((string name, _) in variables)
            {
                Environment.SetEnvironmentVariable(Prefix + name, null);
            }
        }
    }

    private static IReadOnlyList<string> Check(string key, string value) => OptionCheck.Check(TestConfiguration.Of(key, value));
}
