namespace Stratus.Realtime.Channels;

/// <summary>The channel gave no answer in time. Whether it did what was asked is not known.</summary>
public sealed class GatewayUnavailableException : Exception
{
    /// <summary>With a message of its own.</summary>
    public GatewayUnavailableException()
        : base("The channel gave no answer in time.")
    {
    }

    /// <summary>With this message.</summary>
    public GatewayUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With this message and cause.</summary>
    public GatewayUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
