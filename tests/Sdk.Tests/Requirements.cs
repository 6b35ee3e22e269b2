using System.ComponentModel;
using System.Diagnostics;

namespace Stratus.Realtime.Sdk.Tests;

/// <summary>What these tests need on the machine. A missing thing fails them; only an explicit wish leaves them out.</summary>
internal static class Requirements
{
    private const string SkipAll = "STRATUS_SKIP_SDK";
    private const string SkipBrowser = "STRATUS_SKIP_BROWSER";
    private const string Browser = "STRATUS_CHROMIUM";
    private const string BrowserFamily = "pages";

    private static readonly Lazy<bool> HasNode = new(() => CanRun("node"));
    private static readonly Lazy<bool> HasBrowser = new(() => CanRun(Environment.GetEnvironmentVariable(Browser) ?? "chromium"));

    /// <summary>Ends the test here when the family is not wanted (skipped) or cannot run (failed).</summary>
    public static void Check(string family)
    {
        bool needsBrowser = family == BrowserFamily;
        Assert.SkipWhen(IsSet(SkipAll), $"{SkipAll} is set: no test with the SDK was wanted.");
        Assert.SkipWhen(needsBrowser && IsSet(SkipBrowser), $"{SkipBrowser} is set: no test with a browser was wanted.");
        Require(HasNode.Value, "Node.js ('node') was not found on the PATH", SkipAll);
        Require(File.Exists(InstalledPackages), $"the SDK is not installed ({InstalledPackages} does not exist)", SkipAll);
        if (needsBrowser)
        {
            Require(HasBrowser.Value, $"Chromium ('chromium', or what {Browser} says) could not be run", SkipBrowser);
        }
    }

    private static string InstalledPackages => Path.Combine(Repository.Root(), "artifacts", "sdk", "node_modules", ".package-lock.json");

    private static void Require(bool holds, string complaint, string variable) =>
        Assert.True(holds, $"{complaint}. infra/setup-sdk installs it; {variable}=1 leaves these tests out.");

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not (null or "" or "0");

    private static bool CanRun(string command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            bool ended = process.WaitForExit(TimeSpan.FromSeconds(30));
            if (!ended)
            {
                process.Kill(entireProcessTree: true);
            }

            return ended && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
