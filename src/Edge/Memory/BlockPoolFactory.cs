using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Stratus.Realtime.Edge.Memory;

/// <summary>Gives Kestrel's transport one <see cref="BlockPool"/>, shared by all its connections.</summary>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>, IDisposable
{
    private readonly BlockPool _pool = new();

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => _pool;

    public void Dispose() => _pool.Dispose();
}
