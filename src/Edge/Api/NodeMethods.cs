using Stratus.Realtime.Edge.Admin;

namespace Stratus.Realtime.Edge.Api;

/// <summary>info.</summary>
internal sealed class NodeMethods(INodeFacts facts)
{
    public async ValueTask<ApiAnswer> InfoAsync(CheckedFields arguments) =>
        arguments.Error is { } error ? ApiAnswer.Refuse(error) : new ApiAnswer.Info(await facts.ReadAllAsync());
}
