using System.Collections.Concurrent;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// Instances of one key: the platform's are not promised to be safe for many threads, and making one costs more than
/// a check. There are as many as were ever in use at a time; a replaced key leaves them to the garbage collector.
/// </summary>
internal sealed class InstancePool<T>(Func<T> make)
    where T : class
{
    private readonly ConcurrentBag<T> _idle = [];

    public T Rent() => _idle.TryTake(out T? instance) ? instance : make();

    public void Return(T instance) => _idle.Add(instance);
}
