namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>What must be true of the close. <paramref name="ClosedByMe"/> is said from the fuzzer's side.</summary>
/// <param name="CloseCodes">Codes that the peer's close frame may carry; the first is the one that the fuzzer closes with.</param>
public sealed record ExpectedClose(
    IReadOnlyList<int> CloseCodes, bool ClosedByMe, bool RequireClean, bool ClosedByWrongEndpointIsFatal)
{
    /// <summary>The fuzzer closes with 1000, and the peer answers in kind.</summary>
    public static ExpectedClose ByFuzzer { get; } = new([1000], true, true, false);
}
