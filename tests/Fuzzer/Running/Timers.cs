namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>The pending deadlines of a run: at most one of each kind.</summary>
internal sealed class Timers
{
    private readonly TimeSpan?[] due = new TimeSpan?[Enum.GetValues<TimerKind>().Length];

    public TimeSpan? Next => due.Min();

    public void Set(TimerKind kind, TimeSpan at) => due[(int)kind] = at;

    public void Clear(TimerKind kind) => due[(int)kind] = null;

    public void ClearAll() => Array.Clear(due);

    /// <summary>Removes and returns the earliest timer that is due.</summary>
    public bool TryTakeDue(TimeSpan now, out TimerKind kind)
    {
        kind = default;
        if (Next is not TimeSpan next || next > now)
        {
            return false;
        }

        int index = Array.IndexOf(due, next);
        due[index] = null;
        kind = (TimerKind)index;
        return true;
    }
}
