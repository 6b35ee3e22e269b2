namespace Stratus.Realtime.Protocol.Deflate;

/// <summary>How hard a level looks for matches.</summary>
/// <param name="Ways">Earlier positions that a search compares: 8 or 16.</param>
/// <param name="LazyBelow">A match shorter than this gives way to a better one that begins an octet later.</param>
/// <param name="SparseFrom">Of a match as long as this, only every second position is remembered.</param>
internal readonly record struct DeflateEffort(int Ways, int LazyBelow, int SparseFrom)
{
    public const int MinLevel = 1;
    public const int MaxLevel = 9;

    private static readonly DeflateEffort[] s_levels =
    [
        new(8, 0, 0),       // 1
        new(8, 0, 8),
        new(8, 0, 16),      // 3
        new(8, 12, 16),
        new(8, 32, 16),     // 5
        new(16, 32, 16),
        new(16, 64, 24),    // 7
        new(16, 128, 32),
        new(16, 258, 258),
    ];

    public static DeflateEffort Of(int level) => s_levels[level - MinLevel];
}
