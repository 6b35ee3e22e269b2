using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Driving;
using Stratus.Realtime.Fuzzer.Running;

namespace Stratus.Realtime.Conformance.Engine;

/// <summary>Runs a case against the engine in memory and virtual time.</summary>
internal static class EngineRun
{
    public static CaseResult Run(CaseRow row, bool engineIsServer, MemoryLinkOptions? link = null)
    {
        CaseRun run = new(row, new CaseRunOptions { IsServer = !engineIsServer, Agent = "Stratus", Host = "localhost", Target = "/", Seed = 1 });
        return MemoryLink.Run(run, engineIsServer ? new EngineServer() : new EngineClient(seed: 1), link);
    }
}
