namespace Stratus.Realtime.Channels.Tests.Contracts;

/// <summary>What every gateway has to do. Each part of the contract is a class below this one; each gateway runs them all.</summary>
public abstract class ChannelGatewayContract
{
    /// <summary>Makes a gateway and starts it.</summary>
    protected abstract ValueTask<GatewayBench> CreateAsync(BenchSetup setup);

    protected ValueTask<GatewayBench> CreateAsync() => CreateAsync(new BenchSetup());

    protected static MemberRecord Present(string client, long version = 1) => new(new ClientInfo("user", client), version, IsPresent: true);

    protected static MemberRecord Gone(string client, long version = 2) => new(new ClientInfo("user", client), version, IsPresent: false);

    protected static long[] Offsets(IEnumerable<Publication> publications) => [.. publications.Select(publication => publication.Offset)];

    protected static string[] Texts(IEnumerable<ChannelEvent> events) => [.. events.Select(item => Hosts.Text.Of(item.Publication!))];

    protected static string[] Moves(IEnumerable<ChannelEvent> events) =>
        [.. events.Where(item => item.Member is not null).Select(item => $"{item.Kind} {item.Member!.Client}")];
}
