namespace Stratus.Realtime.Silo.Storage;

/// <summary>More waits to be written than may, because the database is too slow for it. Nothing was written.</summary>
public sealed class ChannelLogOverloadedException : Exception
{
    /// <summary>Makes one with a message of its own.</summary>
    public ChannelLogOverloadedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    public ChannelLogOverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one.</summary>
    public ChannelLogOverloadedException()
        : this("The database is too slow for what is to be written.")
    {
    }
}
