using System.Diagnostics;
using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Stratus.Realtime.Containers.Engine;

/// <summary>What a run that was killed has left behind: its containers, networks and volumes say whose they are.</summary>
internal static class Leftovers
{
    private const string Owner = "stratus.tests.owner";
    private const string ComposeOwner = "com.docker.compose.project";
    private const string Prefix = "stratus-tests-";

    // Another machine may use the same engine, and its processes are not seen from here.
    private static readonly string Machine = $"{Prefix}{string.Concat(Environment.MachineName.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()}-";

    /// <summary>This run's name: also that of its compose project.</summary>
    public static string Name { get; } = Machine + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>What marks everything that this run makes.</summary>
    public static Dictionary<string, string> Labels { get; } = new() { [Owner] = Name };

    /// <summary>Removes what belongs to processes of this machine that are no more.</summary>
    public static async Task RemoveAsync(IDockerClient docker)
    {
        foreach (string label in new[] { Owner, ComposeOwner })
        {
            Dictionary<string, IDictionary<string, bool>> labelled = new() { ["label"] = new Dictionary<string, bool> { [label] = true } };
            foreach (ContainerListResponse container in await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = labelled }))
            {
                if (IsOrphan(container.Labels[label]))
                {
                    await docker.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
                }
            }

            foreach (NetworkResponse network in await docker.Networks.ListNetworksAsync(new NetworksListParameters { Filters = labelled }))
            {
                if (IsOrphan(network.Labels[label]))
                {
                    await docker.Networks.DeleteNetworkAsync(network.ID);
                }
            }

            foreach (VolumeResponse volume in (await docker.Volumes.ListAsync(new VolumesListParameters { Filters = labelled })).Volumes ?? [])
            {
                if (IsOrphan(volume.Labels[label]))
                {
                    await docker.Volumes.RemoveAsync(volume.Name);
                }
            }
        }
    }

    private static bool IsOrphan(string owner)
    {
        if (!owner.StartsWith(Machine, StringComparison.Ordinal) || !int.TryParse(owner.AsSpan(Machine.Length), CultureInfo.InvariantCulture, out int id))
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(id);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
