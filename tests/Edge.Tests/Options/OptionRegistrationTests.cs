using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Tests.Hosts;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class OptionRegistrationTests
{
    private const string OldKey = "old-key-old-key-old-key";
    private const string NewKey = "new-key-new-key-new-key";

    [Fact]
    public void AddEdgeOptions_ValidOptions_BindsEveryClass()
    {
        using ServiceProvider services = Services(TestConfiguration.Of(
            ("Edge:Limits:MaxFragments", "1"), ("Edge:Times:PingInterval", "00:00:02"), ("Edge:Compression:Level", "3"), ("Edge:Origins:Allowed:0", "https://chat.example"),
            ("Clients:AllowAnonymous", "true"), ("Clients:Limits:MaxChannels", "4"), ("Clients:Times:Connect", "00:00:05"), ("Clients:Compression:MinMessageOctets", "6"),
            ("Api:Keys:0", OldKey), ("Admin:Key", NewKey), ("Proxy:Rpc:Url", "http://app.example/rpc"), ("Channels:Namespaces:chat:HistorySize", "7")));

        Assert.Equal(1, Of<LimitOptions>(services).MaxFragments);
        Assert.Equal(TimeSpan.FromSeconds(2), Of<TimeOptions>(services).PingInterval);
        Assert.Equal(3, Of<CompressionOptions>(services).Level);
        Assert.Equal(["https://chat.example"], Of<OriginOptions>(services).Allowed);
        Assert.True(Of<ClientOptions>(services).AllowAnonymous);
        Assert.Equal(4, Of<ClientLimitOptions>(services).MaxChannels);
        Assert.Equal(TimeSpan.FromSeconds(5), Of<ClientTimeOptions>(services).Connect);
        Assert.Equal(6, Of<ClientCompressionOptions>(services).MinMessageOctets);
        Assert.Equal([OldKey], Of<ApiOptions>(services).Keys);
        Assert.Equal(NewKey, Of<AdminOptions>(services).Key);
        Assert.Equal(new Uri("http://app.example/rpc"), Of<ProxyOptions>(services).Rpc.Url);
        Assert.Equal(7, Of<ChannelOptions>(services).Namespaces["chat"].HistorySize);
    }

    [Fact]
    public void AddEdgeOptions_OptionsThatAreNotValid_ThrowsThemAll()
    {
        OptionsValidationException invalid = Assert.Throws<OptionsValidationException>(() =>
            new ServiceCollection().AddEdgeOptions(TestConfiguration.Of(("Edge:Limits:MaxFragments", "0"), ("Api:Keys:0", "hunter2"))));

        Assert.Equal(2, invalid.Failures.Count());
        Assert.DoesNotContain("hunter2", invalid.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HS256", "Secret", "SecretFile")]
    [InlineData("HS256", "Secret", "PublicKeyFile")]
    [InlineData("RS256", "SecretFile", "PublicKeyFile")]
    [InlineData("HS256")]
    [InlineData("HS256", "PublicKeyFile")]
    [InlineData("ES256", "Secret")]
    [InlineData("RS256", "SecretFile")]
    public void AddEdgeOptions_TokenKeyWithoutTheOneSourceOfItsAlgorithm_Throws(string algorithm, params string[] sources)
    {
        const string Key = "Clients:Tokens:Keys:0";
        IConfiguration configuration = TestConfiguration.Of(
            [(Key + ":Algorithm", algorithm), .. sources.Select(static s => ($"{Key}:{s}", (string?)"hunter2-hunter2-hunter2-hunter2-hunter2"))]);

        OptionsValidationException invalid = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddEdgeOptions(configuration));

        Assert.StartsWith(Key, Assert.Single(invalid.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", invalid.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddEdgeOptions_TokenKeyWithItsSecret_IsValid() => new ServiceCollection().AddEdgeOptions(TestConfiguration.Of(
        ("Clients:Tokens:Keys:0:Algorithm", "HS256"), ("Clients:Tokens:Keys:0:Secret", "hunter2-hunter2-hunter2-hunter2-hunter2")));

    // "plain": {} in a file is a namespace too.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void AddEdgeOptions_NamespaceWithoutOptions_Exists(string? value)
    {
        using ServiceProvider services = Services(TestConfiguration.Of(("Channels:Namespaces:plain", value), ("Channels:Namespaces:chat:Presence", "true")));

        Assert.Equal(["chat", "plain"], Of<ChannelOptions>(services).Namespaces.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AddEdgeOptions_Twice_BindsOnce()
    {
        IConfigurationRoot configuration = TestConfiguration.Of(("Api:Keys:0", OldKey), ("Edge:Origins:Allowed:0", "https://chat.example"));

        using ServiceProvider services = new ServiceCollection().AddLogging().AddEdgeOptions(configuration).AddEdgeOptions(configuration).BuildServiceProvider();

        Assert.Single(Of<ApiOptions>(services).Keys);
        Assert.Single(Of<OriginOptions>(services).Allowed);
    }

    // A variable named PROXY or ADMIN may mean something else to somebody else.
    [Fact]
    public void AddEdgeOptions_ValueOfATopSection_IsNoOption()
    {
        using ServiceProvider services = Services(TestConfiguration.Of(("PROXY", "http://proxy.example"), ("ADMIN", "root"), ("Proxy:MaxInFlight", "3")));

        Assert.Equal(3, Of<ProxyOptions>(services).MaxInFlight);
        Assert.Null(Of<AdminOptions>(services).Key);
    }

    [Fact]
    public void ApiKeys_ConfigurationReloaded_AreTheNewOnes()
    {
        IConfigurationRoot configuration = TestConfiguration.Of("Api:Keys:0", OldKey);
        using ServiceProvider services = Services(configuration);
        IOptionsMonitor<ApiOptions> monitor = services.GetRequiredService<IOptionsMonitor<ApiOptions>>();
        Assert.Equal([OldKey], monitor.CurrentValue.Keys);

        configuration["Api:Keys:0"] = NewKey;
        configuration.Reload();

        Assert.Equal([NewKey], monitor.CurrentValue.Keys);
    }

    [Theory]
    [InlineData("Api:Keys:0", "hunter2")]
    [InlineData("Api:MaxBodyOctets", "many")]
    [InlineData("Clients:Limits:MaxChannels", "0")]
    public void ApiKeys_ReloadedConfigurationNotValid_AreStillTheOldOnes(string key, string value)
    {
        EdgeLog log = new();
        IConfigurationRoot configuration = TestConfiguration.Of("Api:Keys:0", OldKey);
        using ServiceProvider services = Services(configuration, log);
        IOptionsMonitor<ApiOptions> monitor = services.GetRequiredService<IOptionsMonitor<ApiOptions>>();
        Assert.Equal([OldKey], monitor.CurrentValue.Keys);

        configuration[key] = value;
        configuration.Reload();

        Assert.Equal([OldKey], monitor.CurrentValue.Keys);
        string trouble = Assert.Single(log.Troubles);
        Assert.Contains(key, trouble, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void ApiKeys_BrokenAfterAGoodReload_AreThoseOfTheGoodOne()
    {
        IConfigurationRoot configuration = TestConfiguration.Of("Api:Keys:0", OldKey);
        using ServiceProvider services = Services(configuration);
        IOptionsMonitor<ApiOptions> monitor = services.GetRequiredService<IOptionsMonitor<ApiOptions>>();
        configuration["Api:Keys:0"] = NewKey;
        configuration.Reload();

        configuration["Api:Keys:0"] = "hunter2";
        configuration.Reload();

        Assert.Equal([NewKey], monitor.CurrentValue.Keys);
    }

    // Options are made when they are first asked for; what the configuration has become meanwhile must not surprise.
    [Fact]
    public void ApiKeys_ConfigurationNotValidBeforeTheirFirstUse_AreThoseOfTheStart()
    {
        IConfigurationRoot configuration = TestConfiguration.Of("Api:Keys:0", OldKey);
        using ServiceProvider services = Services(configuration);

        configuration["Api:Keys:0"] = "hunter2";
        configuration.Reload();

        Assert.Equal([OldKey], services.GetRequiredService<IOptionsMonitor<ApiOptions>>().CurrentValue.Keys);
    }

    [Fact]
    public void ApiKeys_CorrectedAfterABrokenReload_AreTheNewOnes()
    {
        IConfigurationRoot configuration = TestConfiguration.Of("Api:Keys:0", OldKey);
        using ServiceProvider services = Services(configuration);
        IOptionsMonitor<ApiOptions> monitor = services.GetRequiredService<IOptionsMonitor<ApiOptions>>();
        Assert.Equal([OldKey], monitor.CurrentValue.Keys);
        configuration["Api:Keys:0"] = "hunter2";
        configuration.Reload();

        configuration["Api:Keys:0"] = NewKey;
        configuration.Reload();

        Assert.Equal([NewKey], monitor.CurrentValue.Keys);
    }

    private static ServiceProvider Services(IConfiguration configuration, EdgeLog? log = null) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(log ?? new EdgeLog()))
        .AddEdgeOptions(configuration)
        .BuildServiceProvider();

    private static T Of<T>(ServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;
}
