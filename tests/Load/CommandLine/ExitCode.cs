namespace Stratus.Realtime.Load.CommandLine;

/// <summary>What scripts see.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something was lost, doubled, out of order or changed, or a connection ended.</summary>
    public const int Faulty = 1;

    /// <summary>The arguments make no sense, or the figures do not: they are refused.</summary>
    public const int Refused = 2;
}
