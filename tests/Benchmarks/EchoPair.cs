namespace Stratus.Realtime.Benchmarks;

/// <summary>A comparison counts only if both sides do the same work.</summary>
internal static class EchoPair
{
    /// <exception cref="InvalidOperationException">The answers differ in length: by anything uncompressed, by over 5 % compressed.</exception>
    public static void Check(EchoInput input)
    {
        using SystemEcho system = new(input);
        using EngineEcho engine = new(input);
        long theirs = 0;
        long ours = 0;
        for (int i = 0; i < input.Buffers.Length; i++)
        {
            theirs += system.Next();
            ours += engine.Next();
        }

        double tolerance = input.Deflate is null ? 0 : 0.05 * theirs;
        if (ours == 0 || Math.Abs(ours - theirs) > tolerance)
        {
            throw new InvalidOperationException($"The engine answers {ours} octets where System.Net.WebSockets answers {theirs}.");
        }
    }
}
