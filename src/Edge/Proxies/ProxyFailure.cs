namespace Stratus.Realtime.Edge.Proxies;

/// <summary>Why the application gave no answer that can be used.</summary>
internal enum ProxyFailure
{
    /// <summary>There is no address to ask.</summary>
    NotConfigured,

    /// <summary>As many requests are under way as may be.</summary>
    Busy,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It was not reached, or broke off.</summary>
    Unreachable,

    /// <summary>It answered with another status than 200.</summary>
    BadStatus,

    /// <summary>Its answer has more octets than it may have.</summary>
    TooLarge,

    /// <summary>Its answer is not JSON, or not what was asked for.</summary>
    BadAnswer,
}
