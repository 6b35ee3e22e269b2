using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Stratus.Realtime.Containers.Hosts;

/// <summary>What the balancer knows of the edges, by its own metrics.</summary>
/// <param name="Sessions">How many connections of its HTTP port are on each edge.</param>
/// <param name="Up">How many edges get connections: of each port one counts.</param>
internal sealed partial record BalancerView(IReadOnlyDictionary<string, int> Sessions, int Up)
{
    private const int EdgesOfBothPorts = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks it.</summary>
    public static async Task<BalancerView> ReadAsync(IPEndPoint balancer)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        string metrics = await http.GetStringAsync(new Uri($"http://{balancer}/metrics"));
        return new BalancerView(
            Current().Matches(metrics).ToDictionary(static match => match.Groups[1].Value, static match => int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)),
            IsUp().Count(metrics));
    }

    /// <summary>Waits until it gives connections to both edges: it finds out by itself that they are ready.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public static async Task WaitForEdgesAsync(IPEndPoint balancer)
    {
        using CancellationTokenSource over = new(Limit);
        while ((await ReadAsync(balancer)).Up < EdgesOfBothPorts)
        {
            if (over.IsCancellationRequested)
            {
                throw new TimeoutException($"The balancer had not both edges within {Limit.TotalSeconds} s.");
            }

            await Task.Delay(Step, CancellationToken.None);
        }
    }

    [GeneratedRegex("""^haproxy_server_current_sessions\{proxy="edges",server="([^"]+)"\} (\d+)""", RegexOptions.Multiline)]
    private static partial Regex Current();

    [GeneratedRegex("""^haproxy_server_status\{proxy="edges(?:-tcp)?",server="[^"]+",state="UP"\} 1$""", RegexOptions.Multiline)]
    private static partial Regex IsUp();
}
