using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Api;

/// <summary>info.</summary>
internal sealed class NodeMethods(INodeDirectory nodes)
{
    public async ValueTask<ApiAnswer> InfoAsync(CheckedFields arguments) =>
        arguments.Error is { } error ? ApiAnswer.Refuse(error) : new ApiAnswer.Info(await nodes.ReadAllAsync());
}
