namespace Stratus.Realtime.Channels;

/// <summary>A channel was taken over by another host, which is the one to ask now.</summary>
public sealed class ChannelFencedException : Exception
{
    /// <summary>Makes one with a message of its own.</summary>
    public ChannelFencedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    public ChannelFencedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one.</summary>
    public ChannelFencedException()
        : this("Another host has taken the channel over.")
    {
    }
}
