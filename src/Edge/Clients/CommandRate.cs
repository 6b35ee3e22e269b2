namespace Stratus.Realtime.Edge.Clients;

/// <summary>How many commands a client sends in a second: up to a limit they are carried out, up to twice that refused, then it is too much.</summary>
/// <param name="limit">The most in a second.</param>
internal struct CommandRate(int limit)
{
    private TimeSpan _second;
    private int _count;

    /// <summary>Counts a command; how many times the limit was reached in this second, from 0.</summary>
    public int Count(TimeSpan now)
    {
        if (now - _second >= TimeSpan.FromSeconds(1))
        {
            _second = now;
            _count = 0;
        }

        return _count++ / limit;
    }
}
