using System.Collections.ObjectModel;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// What a client asks for. Strings that were absent, null or "" are ""; payloads (<c>Data</c>) are one JSON value each, in memory of
/// their own, without raw newlines and otherwise as sent, or empty when absent: <c>null</c>, <c>0</c> and <c>""</c> are payloads.
/// </summary>
/// <param name="Id">What the reply must carry; 0 for a command that gets none.</param>
internal abstract record Command(uint Id)
{
    // Tokens and payloads must not get into a log because somebody wrote a command there.
    public sealed override string ToString() => $"{GetType().Name} {Id}";

    /// <summary>Begin the session.</summary>
    public sealed record Connect(uint Id) : Command(Id)
    {
        public string Token { get; init; } = "";

        public ReadOnlyMemory<byte> Data { get; init; }

        /// <summary>Server-side subscriptions to recover, by channel.</summary>
        public IReadOnlyDictionary<string, SubscribeRequest> Subs { get; init; } = ReadOnlyDictionary<string, SubscribeRequest>.Empty;

        /// <summary>The client's name, as "js".</summary>
        public string Name { get; init; } = "";

        public string Version { get; init; } = "";

        /// <summary>What the client would have sent as headers of HTTP, had its platform let it.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>Begin a subscription.</summary>
    public sealed record Subscribe(uint Id, SubscribeRequest Request) : Command(Id);

    /// <summary>End a subscription.</summary>
    public sealed record Unsubscribe(uint Id, string Channel) : Command(Id);

    /// <summary>Publish into a channel.</summary>
    public sealed record Publish(uint Id, string Channel, ReadOnlyMemory<byte> Data) : Command(Id);

    /// <summary>Ask who is in a channel.</summary>
    public sealed record Presence(uint Id, string Channel) : Command(Id);

    /// <summary>Ask how many are in a channel.</summary>
    public sealed record PresenceStats(uint Id, string Channel) : Command(Id);

    /// <summary>Read a channel's history.</summary>
    /// <param name="Id">What the reply must carry.</param>
    /// <param name="Channel">The channel.</param>
    /// <param name="Limit">0: only the position; below 0: all that is kept; else at most so many.</param>
    /// <param name="Since">The position to read from; null for the end that the direction begins at. Its epoch may be "".</param>
    /// <param name="Reverse">Newest first.</param>
    public sealed record History(uint Id, string Channel, int Limit, Position? Since, bool Reverse) : Command(Id);

    /// <summary>Tell the server something; no reply.</summary>
    public sealed record Send(uint Id, ReadOnlyMemory<byte> Data) : Command(Id);

    /// <summary>Call a method of the application.</summary>
    public sealed record Rpc(uint Id, string Method, ReadOnlyMemory<byte> Data) : Command(Id);

    /// <summary>Stay connected with a new token.</summary>
    public sealed record Refresh(uint Id, string Token) : Command(Id);

    /// <summary>Stay subscribed with a new token.</summary>
    public sealed record SubRefresh(uint Id, string Channel, string Token) : Command(Id);

    /// <summary>The answer to a ping: an object with neither id nor method, on the wire <c>{}</c>.</summary>
    public sealed record Pong : Command
    {
        private Pong()
            : base(0)
        {
        }

        /// <summary>The only one.</summary>
        public static Pong Instance { get; } = new();
    }
}
