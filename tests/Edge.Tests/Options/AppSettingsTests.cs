using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Hosting;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Tests;

namespace Stratus.Realtime.Edge.Tests.Options;

public sealed class AppSettingsTests
{
    private static readonly ChannelAccess Open = new() { Subscribe = Access.Anyone, Publish = Access.Anyone, History = Access.Anyone, Presence = Access.Anyone };

    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("appsettings.json", "appsettings.Development.json")]
    public void Files_Checked_AreValid(params string[] files) => Assert.Empty(OptionCheck.Check(Read(files)));

    [Fact]
    public void Production_Default_IsClosed()
    {
        IConfiguration configuration = Read("appsettings.json");

        // No section of ours: what holds are the defaults of the classes.
        Assert.DoesNotContain(OptionTable.Sections, section => configuration.GetSection(section).Exists());
        Assert.False(new ClientOptions().AllowAnonymous);
        Assert.Empty(new ApiOptions().Keys);
        Assert.Null(new AdminOptions().Key);
        Assert.Empty(new ChannelOptions().Namespaces);
        Assert.Equal(
            new ChannelAccess { Subscribe = Access.Token, Publish = Access.Nobody, History = Access.Subscribers, Presence = Access.Subscribers },
            new ChannelOptions().ToNamespaceTable().Find("room")!.Access);
    }

    [Fact]
    public void Development_Chat_IsOpenAndRemembers()
    {
        IConfiguration configuration = Read("appsettings.json", "appsettings.Development.json");
        NamespaceTable table = configuration.GetSection(ChannelOptions.Section).Get<ChannelOptions>()!.ToNamespaceTable();

        ChannelRules expected = new()
        {
            Namespace = "chat",
            HistorySize = 1000,
            HistoryAge = TimeSpan.FromHours(24),
            PositionAge = TimeSpan.FromHours(24),
            Presence = true,
            JoinLeave = true,
            SlowReaders = SlowReaderPolicy.CatchUp,
            Access = Open,
        };
        Assert.Equal(expected, table.Find("chat:lobby"));
        Assert.Equal(new ChannelRules { Namespace = "bench", Access = Open }, table.Find("bench:1"));
        Assert.True(configuration.GetSection(ClientOptions.Section).Get<ClientOptions>()!.AllowAnonymous);
    }

    // The files are found beside the edge, wherever it is started from.
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Edge_BuiltInAnEnvironment_ReadsItsFile(string environment, bool open)
    {
        await using WebApplication app = EdgeApplication.Build(["--environment", environment]);

        Assert.Equal(open, app.Configuration.GetSection(ChannelOptions.Section).Get<ChannelOptions>()?.ToNamespaceTable().Find("chat:lobby") is not null);
    }

    private static IConfigurationRoot Read(params string[] files)
    {
        ConfigurationBuilder builder = new();
        foreach (string file in files)
        {
            builder.AddJsonFile(Path.Combine(Repository.Root(), "src", "Edge", file), optional: false);
        }

        return builder.Build();
    }
}
