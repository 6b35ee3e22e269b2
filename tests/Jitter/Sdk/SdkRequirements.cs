using System.ComponentModel;
using System.Diagnostics;

namespace Stratus.Realtime.Jitter.Tests.Sdk;

/// <summary>What clients of the public SDK need on the machine. A missing thing fails the run; only an explicit wish leaves them out.</summary>
internal static class SdkRequirements
{
    private const string Skip = "STRATUS_SKIP_SDK";

    /// <summary>False when somebody does not want them.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable(Skip) is null or "" or "0";

    /// <summary>Fails with a sentence when they are wanted and cannot run.</summary>
    public static void Check()
    {
        if (AreWanted)
        {
            Require(CanRunNode(), "Node.js ('node') was not found on the PATH");
            string packages = Path.Combine(Repository.Root(), "artifacts", "sdk", "node_modules", ".package-lock.json");
            Require(File.Exists(packages), "the public SDK is not installed under artifacts/sdk");
        }
    }

    private static void Require(bool holds, string complaint) =>
        Assert.True(holds, $"{complaint}. infra/setup-sdk installs it; {Skip}=1 runs without clients of the SDK.");

    private static bool CanRunNode()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            bool hasEnded = process.WaitForExit(TimeSpan.FromSeconds(30));
            if (!hasEnded)
            {
                process.Kill(entireProcessTree: true);
            }

            return hasEnded && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
