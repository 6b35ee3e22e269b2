using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;
using Stratus.Realtime.Cluster.Hosts;
using Stratus.Realtime.Silo.Storage;

namespace Stratus.Realtime.Cluster.Storage;

// Real silos and a real client of Orleans, upon our schema.

[Collection(SharedPostgres.Name)]
public sealed class MembershipTests(PostgresServer server)
{
    private const string OtherDatabase = "STRATUS_OTHER_SILO";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_OverTheSchema_JoinSeeEachOtherAndDeclareAKilledOneDead()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        using IHost first = NewSilo(database.ConnectionString);
        using IHost client = NewClient(database.ConnectionString);
        await first.StartAsync(Cancellation);
        await client.StartAsync(Cancellation);
        SiloAddress one = first.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        IManagementGrain management = client.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        using Process second = StartOther(database.ConnectionString);
        await WaitForAsync(management, (one, SiloStatus.Active), (null, SiloStatus.Active));

        second.Kill();
        await WaitForAsync(management, (one, SiloStatus.Active), (null, SiloStatus.Dead));
        Assert.NotEqual("", await database.AskAsync<string>("SELECT coalesce(suspect_times, '') FROM stratus_membership WHERE status = 6"));

        // One that takes its place, and leaves in peace.
        using (IHost third = NewSilo(database.ConnectionString))
        {
            await third.StartAsync(Cancellation);
            SiloAddress three = third.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
            await WaitForAsync(management, (one, SiloStatus.Active), (three, SiloStatus.Active));
            await third.StopAsync(Cancellation);
            await WaitForAsync(management, (one, SiloStatus.Active), (three, SiloStatus.Dead));
        }

        await client.StopAsync(Cancellation);
        await first.StopAsync(Cancellation);
    }

    // Not a test: the process that gets killed. It also ends when the one that started it does.
    [Fact(Explicit = true), Trait("Run", "ByHand")]
    public async Task OtherSilo()
    {
        string? database = Environment.GetEnvironmentVariable(OtherDatabase);
        Assert.SkipWhen(database is null, "started by another test");
        using IHost silo = NewSilo(database);
        await silo.StartAsync(Cancellation);
        await Console.In.ReadToEndAsync(Cancellation);
        Environment.Exit(1);
    }

    // The rules of the table that a cluster does not get to every day.
    [Fact]
    public async Task Table_ChangedByTwoWhoSawTheSameVersion_TakesOne()
    {
        await using LogDatabase database = await LogDatabase.CreateAsync(server);
        using IHost host = NewSilo(database.ConnectionString); // never started: only its table is used
        IMembershipTable table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(true);
        await table.InitializeMembershipTable(true);
        MembershipTableData empty = await table.ReadAll();
        Assert.Empty(empty.Members);
        DateTime now = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        MembershipEntry[] entries = [.. Enumerable.Range(0, 3).Select(i => NewEntry(i, now))];

        bool[] inserted = await Task.WhenAll(entries.Select(entry => table.InsertRow(entry, empty.Version.Next())));
        Assert.Equal(1, inserted.Count(static isInserted => isInserted));
        MembershipEntry entry = entries[Array.IndexOf(inserted, true)];
        MembershipTableData one = await table.ReadAll();
        Assert.Equal(empty.Version.Version + 1, one.Version.Version);
        Assert.False(await table.InsertRow(entry, one.Version.Next()));
        Assert.Equal(one.Version, (await table.ReadAll()).Version);

        entry.Status = SiloStatus.Dead;
        entry.AddSuspector(NewEntry(9, now).SiloAddress, now);
        bool[] updated = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => table.UpdateRow(entry, one.Members[0].Item2, one.Version.Next())));
        Assert.Equal(1, updated.Count(static isUpdated => isUpdated));
        MembershipTableData dead = await table.ReadRow(entry.SiloAddress);
        MembershipEntry read = Assert.Single(dead.Members).Item1;
        Assert.Equal(
            (entry.SiloAddress, entry.SiloName, entry.HostName, entry.Status, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
        Assert.Empty((await table.ReadRow(NewEntry(8, now).SiloAddress)).Members);

        entry.IAmAliveTime = now.AddMinutes(1);
        await table.UpdateIAmAlive(entry);
        Assert.Equal(dead.Version, (await table.ReadAll()).Version);
        await table.CleanupDefunctSiloEntries(now.AddMinutes(1));
        Assert.Single((await table.ReadAll()).Members);
        await table.CleanupDefunctSiloEntries(now.AddMinutes(2));
        Assert.Empty((await table.ReadAll()).Members);
        await table.DeleteMembershipTableEntries("cluster");
        Assert.Equal(0, await database.AskAsync<long>("SELECT count(*) FROM stratus_membership_version"));
    }

    private static MembershipEntry NewEntry(int number, DateTime time) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 10_000 + number, 1 + number),
        SiloName = $"silo {number}",
        HostName = "host",
        Status = SiloStatus.Active,
        ProxyPort = 30_000 + number,
        StartTime = time,
        IAmAliveTime = time,
    };

    private static Process StartOther(string database)
    {
        string method = $"{typeof(MembershipTests).FullName}.{nameof(OtherSilo)}";
        ProcessStartInfo start = new("dotnet", [typeof(MembershipTests).Assembly.Location, "-method", method, "-explicit", "only"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[OtherDatabase] = database;
        Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return process;
    }

    private static IHost NewSilo(string database)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", database))
            .ConfigureEndpoints(IPAddress.Loopback, FreePorts.Next(), FreePorts.Next())
            .Configure<Orleans.Configuration.ClusterOptions>(SetCluster)
            .Configure<ClusterMembershipOptions>(static options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
                options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
            }));
        return builder.Build();
    }

    private static IHost NewClient(string database)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", database))
            .Configure<Orleans.Configuration.ClusterOptions>(SetCluster)
            .Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1)));
        return builder.Build();
    }

    private static void SetCluster(Orleans.Configuration.ClusterOptions options) => (options.ClusterId, options.ServiceId) = ("cluster", "service");

    // A silo that is null stands for one that the test does not know.
    private static async Task WaitForAsync(IManagementGrain management, params (SiloAddress? Silo, SiloStatus Status)[] expected)
    {
        SiloAddress[] known = [.. expected.Select(static silo => silo.Silo).OfType<SiloAddress>()];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        Dictionary<SiloAddress, SiloStatus> hosts = [];
        while (!expected.All(silo => hosts.Any(host => host.Value == silo.Status && (silo.Silo is null ? !known.Contains(host.Key) : host.Key.Equals(silo.Silo)))))
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                hosts = await management.GetHosts().WaitAsync(limit.Token);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                hosts = []; // the grain was on the silo that is gone
            }
        }
    }
}
