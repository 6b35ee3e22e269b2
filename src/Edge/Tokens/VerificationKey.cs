namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// A key that checks signatures. It is for one algorithm, which the configuration says and never the token: so a public key
/// cannot be taken for a secret. Safe for use by many threads at once.
/// </summary>
/// <param name="id">The key's id; null: it serves tokens whatever key they name.</param>
/// <param name="algorithm">The algorithm it is for.</param>
internal abstract class VerificationKey(string? id, JwsAlgorithm algorithm)
{
    public string? Id { get; } = string.IsNullOrEmpty(id) ? null : id;

    public JwsAlgorithm Algorithm { get; } = algorithm;

    /// <summary>True when this key may have signed a token that names its key so.</summary>
    public bool Serves(string? keyId) => keyId is null || Id is null || Id == keyId;

    /// <summary>True when <paramref name="signature"/> is one of <paramref name="input"/> with this key.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature);
}
