namespace Stratus.Realtime.Testee;

/// <summary>Where the program says what it does.</summary>
/// <param name="Rewrites">A line can be written over, as on a terminal.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Errors, bool Rewrites)
{
    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected);
}
