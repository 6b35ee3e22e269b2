namespace Stratus.Realtime.Channels;

/// <summary>There are as many channels as there may be: a new one cannot be made.</summary>
public sealed class ChannelLimitException : Exception
{
    /// <summary>With a message of its own.</summary>
    public ChannelLimitException()
        : base("There are as many channels as there may be.")
    {
    }

    /// <summary>With this message.</summary>
    public ChannelLimitException(string message)
        : base(message)
    {
    }

    /// <summary>With this message and cause.</summary>
    public ChannelLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
