namespace Stratus.Realtime.Edge.Tokens;

/// <summary>What tokens are checked with, all of it read at one moment.</summary>
internal sealed record TokenKeySet
{
    /// <summary>The most keys: a token that names none is checked with every key of its algorithm.</summary>
    public const int MaxKeys = 32;

    public IReadOnlyList<VerificationKey> Keys { get; init; } = [];

    /// <summary>Who must have issued a token; null for anyone.</summary>
    public string? Issuer { get; init; }

    /// <summary>For whom a token must be meant; null for anyone.</summary>
    public string? Audience { get; init; }

    /// <summary>The files that keys were read from, as they were then.</summary>
    public IReadOnlyList<KeyFile> Files { get; init; } = [];

    /// <summary>What is wrong with the configuration or the files, a line each; with any the set is not for use.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
