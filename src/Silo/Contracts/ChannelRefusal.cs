namespace Stratus.Realtime.Silo.Contracts;

/// <summary>Why a channel did not do what it was asked for.</summary>
internal enum ChannelRefusal
{
    /// <summary>It moves, or its log does not answer: ask again.</summary>
    Unavailable,

    /// <summary>The silo has as many channels as it may have.</summary>
    Limit,

    /// <summary>It cannot be: its namespace is not known on the silo, or it is to be stored and the silo has no database.</summary>
    Configuration,
}
