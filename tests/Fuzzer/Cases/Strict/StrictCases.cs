namespace Stratus.Realtime.Fuzzer.Cases.Strict;

/// <summary>The S families.</summary>
public static class StrictCases
{
    public static CaseText? Text(string id) => null;

    public static string? Title(string prefix) => null;
}
