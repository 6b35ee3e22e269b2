using Docker.DotNet;
using Docker.DotNet.Models;
using Stratus.Realtime.Containers.Engine;

namespace Stratus.Realtime.Containers.Fuzzing;

/// <summary>The image of the public suite: <c>crossbario/autobahn-testsuite</c>, or what <c>STRATUS_AUTOBAHN_IMAGE</c> names.</summary>
internal static class AutobahnImage
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static string Name => Environment.GetEnvironmentVariable("STRATUS_AUTOBAHN_IMAGE") is { Length: > 0 } name ? name : "crossbario/autobahn-testsuite:latest";

    /// <summary>Pulls it where it is not there.</summary>
    /// <returns>Why it cannot be had; null when it is there.</returns>
    public static async Task<string?> EnsureAsync(IDockerClient docker)
    {
        if (await ImageSet.FindAsync(docker, Name) is not null)
        {
            return null;
        }

        // It goes on for as long as something comes.
        using CancellationTokenSource silent = new(Silence);
        Progress<JSONMessage> progress = new(_ => Prolong(silent));
        try
        {
            await docker.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = Name }, new AuthConfig(), progress, silent.Token);
            return await ImageSet.FindAsync(docker, Name) is null ? "the registry sent something else" : null;
        }
        catch (Exception e) when (e is DockerApiException or HttpRequestException or OperationCanceledException or IOException)
        {
            return e is OperationCanceledException ? $"the registry said nothing for {Silence.TotalSeconds} s" : e.Message.Trim();
        }
    }

    private static void Prolong(CancellationTokenSource silent)
    {
        try
        {
            silent.CancelAfter(Silence);
        }
        catch (ObjectDisposedException)
        {
            // The last word came late.
        }
    }
}
