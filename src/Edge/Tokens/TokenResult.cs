namespace Stratus.Realtime.Edge.Tokens;

/// <summary>What a token turned out to be.</summary>
/// <typeparam name="TClaims">What a valid one says.</typeparam>
internal abstract record TokenResult<TClaims>
{
    private TokenResult()
    {
    }

    /// <summary>It is genuine, and it is now and here that it holds.</summary>
    public sealed record Valid(TClaims Claims) : TokenResult<TClaims>;

    /// <summary>It was genuine and has expired: the client may bring a new one.</summary>
    public sealed record Expired : TokenResult<TClaims>;

    /// <summary>It is not to be believed.</summary>
    /// <param name="Fault">What is wrong.</param>
    /// <param name="Claim">The claim that is wrong, of the names that are known here; null when it is not about one.</param>
    public sealed record Invalid(TokenFault Fault, string? Claim = null) : TokenResult<TClaims>
    {
        /// <summary>A sentence for the log.</summary>
        public string Reason => Claim is null ? Fault.Sentence() : $"{Fault.Sentence()}: {Claim}";
    }

    /// <summary>It is genuine, but another channel's or another user's: only for subscriptions.</summary>
    public sealed record Foreign(TokenFault Fault) : TokenResult<TClaims>
    {
        /// <summary>A sentence for the log.</summary>
        public string Reason => Fault.Sentence();
    }
}
