using System.Net;
using Stratus.Realtime.Containers.Chat;
using Stratus.Realtime.Containers.Engine;
using Stratus.Realtime.Containers.Hosts;
using Stratus.Realtime.Jitter.Tests.Checking;
using Stratus.Realtime.Jitter.Tests.Hosts;

namespace Stratus.Realtime.Containers;

/// <summary>The compose file: up, a chat across its edges, a silo that is killed, an edge that is stopped, down.</summary>
public sealed class ComposeTests(ClusterFixture fixture, ITestOutputHelper output) : ClusterTest(fixture, output)
{
    private const int Messages = 60;

    [Fact]
    public async Task Compose_Up_ChatsAcrossEdgesAndSurvivesTheEndOfASiloAndAnEdge()
    {
        Fixture.RequireEngine();
        IReadOnlyList<string>? program = await ComposeProject.FindAsync();
        SkipWhen(program is null, "There is neither 'docker compose' nor 'docker-compose' on this machine.");
        await using ComposeProject project = await ComposeProject.UpAsync(program!);
        IPEndPoint http = await project.BalancerAsync(ContainerCluster.HttpPort);
        IPEndPoint operators = await project.BalancerAsync(ContainerCluster.BalancerPort);
        try
        {
            await BalancerView.WaitForEdgesAsync(operators);
            await using ChatRun chat = await ChatRun.BeginAsync(http, ComposeProject.ApiKey, [() => http], ClusterSettings.Chat, channels: 6, clientsAPlace: 4);
            chat.Publish();
            await chat.GrowAsync(Messages);
            BalancerView balancing = await BalancerView.ReadAsync(operators);
            Assert.All(balancing.Sessions, static edge => Assert.True(edge.Value > 0, $"Nobody is on {edge.Key}."));

            await project.RunAsync("kill", "silo-1");
            await chat.GrowAsync(Messages);
            await project.RunAsync("stop", "edge-1");
            Assert.True(await chat.AreLiveAsync(), "Not everyone came back.\n" + chat.Report());
            await chat.GrowAsync(Messages);
            CheckResult result = await chat.JudgeAsync();
            Output.WriteLine($"{result.Recoveries} recoveries, {result.CarryingRecoveries} with publications\n{chat.Report()}");
            Assert.All(chat.Clients.SelectMany(static client => client.Ends), static end => Assert.Equal(3001, end.CloseCode));
            Assert.NotEmpty(chat.Clients.SelectMany(static client => client.Ends));
        }
        catch (Exception)
        {
            Output.WriteLine(await project.LogsAsync());
            throw;
        }
    }
}
