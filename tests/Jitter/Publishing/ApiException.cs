namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>The server API said no.</summary>
internal sealed class ApiException(string message, int code) : Exception(message)
{
    /// <summary>The error's code; 0 when it was not the command that was refused.</summary>
    public int Code => code;
}
