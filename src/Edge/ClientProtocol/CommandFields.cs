using System.Collections.ObjectModel;
using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Where the fields of one object wait until its command can be made: SDKs write the id after the method, and a command is
/// made once.
/// </summary>
internal struct CommandFields
{
    /// <summary>The fields that were there.</summary>
    public CommandField Present;

    /// <summary>The flags that were true.</summary>
    public CommandField True;

    public string? Channel;
    public string? Token;
    public string? Epoch;
    public string? Name;
    public string? Version;
    public string? Method;
    public ReadOnlyMemory<byte> Data;
    public long Offset;
    public int Limit;

    /// <summary>True when <c>since</c> was an object.</summary>
    public bool HasSince;

    public Dictionary<string, SubscribeRequest>? Subs;
    public Dictionary<string, string>? Headers;

    private readonly Position Position => new(Epoch ?? "", Offset);

    public readonly Command ToCommand(CommandMethod method, uint id) => method switch
    {
        CommandMethod.Connect => ToConnect(id),
        CommandMethod.Subscribe => new Command.Subscribe(id, ToSubscribeRequest(Channel ?? "")),
        CommandMethod.Unsubscribe => new Command.Unsubscribe(id, Channel ?? ""),
        CommandMethod.Publish => new Command.Publish(id, Channel ?? "", Data),
        CommandMethod.Presence => new Command.Presence(id, Channel ?? ""),
        CommandMethod.PresenceStats => new Command.PresenceStats(id, Channel ?? ""),
        CommandMethod.History => new Command.History(id, Channel ?? "", Limit, HasSince ? Position : null, Is(CommandField.Reverse)),
        CommandMethod.Send => new Command.Send(id, Data),
        CommandMethod.Rpc => new Command.Rpc(id, Method ?? "", Data),
        CommandMethod.Refresh => new Command.Refresh(id, Token ?? ""),
        CommandMethod.SubRefresh => new Command.SubRefresh(id, Channel ?? "", Token ?? ""),
        _ => throw new InvalidOperationException($"No command for {method}."),
    };

    public readonly SubscribeRequest ToSubscribeRequest(string channel) => new(channel)
    {
        Token = Token ?? "",
        Recover = Is(CommandField.Recover),
        Position = Position,
        Data = Data,
        Positioned = Is(CommandField.Positioned),
        Recoverable = Is(CommandField.Recoverable),
        JoinLeave = Is(CommandField.JoinLeave),
    };

    private readonly Command.Connect ToConnect(uint id) => new(id)
    {
        Token = Token ?? "",
        Data = Data,
        Subs = Subs ?? (IReadOnlyDictionary<string, SubscribeRequest>)ReadOnlyDictionary<string, SubscribeRequest>.Empty,
        Name = Name ?? "",
        Version = Version ?? "",
        Headers = Headers ?? (IReadOnlyDictionary<string, string>)ReadOnlyDictionary<string, string>.Empty,
    };

    private readonly bool Is(CommandField flag) => (True & flag) != 0;
}
