using Microsoft.AspNetCore.SignalR;

namespace Stratus.Realtime.SignalRPeer;

/// <summary>Channels as SignalR's own groups: the shortest way to write a broadcast with it.</summary>
internal sealed class GroupHub : Hub
{
    public Task Subscribe(string group) => Groups.AddToGroupAsync(Context.ConnectionId, group, Context.ConnectionAborted);

    public Task Publish(string group, string payload) => Clients.Group(group).SendAsync("m", payload, Context.ConnectionAborted);
}
