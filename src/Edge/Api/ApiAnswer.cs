using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Api;

/// <summary>What a command of the server API is answered with.</summary>
internal abstract record ApiAnswer
{
    private ApiAnswer()
    {
    }

    /// <summary>Done, and nothing more to say.</summary>
    public static ApiAnswer Done { get; } = new Empty();

    public static ApiAnswer Refuse(ApiError error) => new Refused(error);

    public sealed record Refused(ApiError Error) : ApiAnswer;

    public sealed record Empty : ApiAnswer;

    public sealed record Published(Position Position) : ApiAnswer;

    /// <summary>One answer a channel, in the order of the request.</summary>
    public sealed record Broadcast(IReadOnlyList<ApiAnswer> Responses) : ApiAnswer;

    public sealed record Presence(IReadOnlyList<ClientInfo> Members) : ApiAnswer;

    public sealed record PresenceStats(int Clients, int Users) : ApiAnswer;

    public sealed record History(HistoryResult Result) : ApiAnswer;

    public sealed record ChannelList(IReadOnlyList<ChannelSummary> Channels) : ApiAnswer;

    public sealed record Info(IReadOnlyList<NodeSummary> Nodes) : ApiAnswer;

    /// <summary>One answer a command, in the order of the request.</summary>
    public sealed record Batch(IReadOnlyList<BatchReply> Replies) : ApiAnswer;
}
