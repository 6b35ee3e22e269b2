namespace Stratus.Realtime.Silo.Contracts;

/// <summary>What goes wrong in a grain and its caller has to tell apart.</summary>
[GenerateSerializer, Alias("stratus.ChannelRefused")]
internal sealed class ChannelRefusedException : Exception
{
    public ChannelRefusedException()
    {
    }

    public ChannelRefusedException(string message)
        : base(message)
    {
    }

    public ChannelRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ChannelRefusedException(ChannelRefusal refusal, string message)
        : base(message) => Refusal = refusal;

    /// <summary>Why.</summary>
    [Id(0)]
    public ChannelRefusal Refusal { get; private set; }

    /// <summary>What an exception of a channel is to its caller.</summary>
    public static ChannelRefusedException Of(Exception fault) => fault switch
    {
        ChannelRefusedException refused => refused,
        Channels.ChannelLimitException => new(ChannelRefusal.Limit, fault.Message),
        InvalidOperationException => new(ChannelRefusal.Configuration, fault.Message),
        _ => new(ChannelRefusal.Unavailable, fault.Message),
    };
}
