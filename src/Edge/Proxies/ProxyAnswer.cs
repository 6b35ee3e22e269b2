using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Proxies;

/// <summary>What came of asking the application.</summary>
/// <typeparam name="T">What it says when it agrees.</typeparam>
internal abstract record ProxyAnswer<T>
{
    private ProxyAnswer()
    {
    }

    /// <summary>It agrees.</summary>
    public sealed record Result(T Value) : ProxyAnswer<T>;

    /// <summary>It refuses, with an error for the client. Applications use codes of their own, from 400 on.</summary>
    public sealed record Error(int Code, string Message, bool Temporary) : ProxyAnswer<T>;

    /// <summary>The connection is to be closed.</summary>
    public sealed record Disconnect(DisconnectCode Code) : ProxyAnswer<T>;

    /// <summary>It did not say anything that can be used.</summary>
    public sealed record Unavailable(ProxyFailure Failure) : ProxyAnswer<T>
    {
        /// <summary>What the client is told: to come again, unless nobody is there to be asked.</summary>
        public ReplyError Reply => Failure == ProxyFailure.NotConfigured ? ReplyError.NotAvailable : ReplyError.Internal;
    }
}
