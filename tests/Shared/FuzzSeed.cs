using System.Globalization;

namespace Stratus.Realtime.Tests;

/// <summary>The seed of a random test: another one each run, or what STRATUS_FUZZ_SEED says, to repeat one.</summary>
internal static class FuzzSeed
{
    public const string Name = "STRATUS_FUZZ_SEED";

    public static int Next() => Environment.GetEnvironmentVariable(Name) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();
}
