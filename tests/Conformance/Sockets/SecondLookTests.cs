using Stratus.Realtime.Conformance.Verdicts;
using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Conformance.Sockets;

/// <summary>What is looked at twice, and that it does not hide a peer that is wrong.</summary>
public sealed class SecondLookTests(ITestOutputHelper output)
{
    private static readonly CaseVerdict Good = new("1.1.1", "OK", "OK");
    private static readonly CaseVerdict Late = new("1.1.2", "FAILED", "OK") { WasTimed = true };
    private static readonly CaseVerdict Wrong = new("1.1.3", "FAILED", "OK");

    [Fact]
    public async Task Take_OfALateCase_CountsItsSecondRun() =>
        Assert.Equal([Good, Late with { Behavior = "OK" }], await TakeAsync([Good, Late], ["1.1.2"], Late with { Behavior = "OK" }));

    [Fact]
    public async Task Take_OfACaseThatIsLateAgain_KeepsItWrong() =>
        Assert.Equal([Good, Late], await TakeAsync([Good, Late], ["1.1.2"], Late));

    [Fact]
    public async Task Take_OfACaseThatWasWrongInTime_DoesNotRunItAgain() =>
        Assert.Equal([Good, Wrong], await TakeAsync([Good, Wrong], []));

    [Fact]
    public async Task Take_OfVeryManyLateCases_RunsNoneAgain()
    {
        CaseVerdict[] all = [.. Enumerable.Range(1, 65).Select(static i => Late with { Id = $"9.{i}" })];
        Assert.Equal(all, await TakeAsync(all, []));
    }

    private async Task<CaseVerdict[]> TakeAsync(CaseVerdict[] seen, string[] expected, params CaseVerdict[] again)
    {
        string[] ran = [];
        CaseVerdict[] taken = await SecondLook.TakeAsync(WebSocketRole.Server, seen, RunAsync, output);
        Assert.Equal(expected, ran);
        return taken;

        Task<IEnumerable<CaseVerdict>> RunAsync(IReadOnlySet<string> ids)
        {
            ran = [.. ids];
            return Task.FromResult<IEnumerable<CaseVerdict>>(again);
        }
    }
}
