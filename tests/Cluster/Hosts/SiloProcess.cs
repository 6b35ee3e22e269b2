namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>The built silo as a process.</summary>
internal sealed class SiloProcess : NodeProcess
{
    private SiloProcess(string name, Uri address)
        : base(name, address)
    {
    }

    /// <summary>Starts one, on ports that no other ever had: the next of a killed one must not announce its end.</summary>
    public static async Task<SiloProcess> StartAsync(string name, IEnumerable<string> arguments)
    {
        SiloProcess silo = new(name, new Uri($"http://127.0.0.1:{FreePorts.Next()}"));
        await silo.RunAsync("Silo",
        [
            "--urls", silo.Address.GetLeftPart(UriPartial.Authority),
            "--Cluster:Address=127.0.0.1",
            $"--Cluster:SiloPort={FreePorts.Next()}",
            $"--Cluster:GatewayPort={FreePorts.Next()}",
            .. arguments,
        ]);
        return silo;
    }
}
