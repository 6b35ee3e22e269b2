namespace Stratus.Realtime.Edge.Tokens;

/// <summary>Says in the log why tokens were refused: the client is only told that they were.</summary>
internal sealed partial class TokenRefusals(ILogger<TokenRefusals> logger)
{
    /// <summary>Notes why, if the token was refused; nothing of the token itself is noted.</summary>
    public void Note<TClaims>(TokenResult<TClaims> result)
    {
        switch (result)
        {
            case TokenResult<TClaims>.Invalid invalid:
                LogRefused(invalid.Reason);
                break;
            case TokenResult<TClaims>.Foreign foreign:
                LogRefused(foreign.Reason);
                break;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "A token was refused: {Reason}")]
    private partial void LogRefused(string reason);
}
