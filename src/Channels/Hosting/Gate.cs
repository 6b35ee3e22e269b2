namespace Stratus.Realtime.Channels;

/// <summary>Lets one in at a time, in the order in which they came.</summary>
internal sealed class Gate
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Completes when it is the caller's turn; whoever is in must call <see cref="Leave"/>.</summary>
    public ValueTask EnterAsync()
    {
        lock (_waiting)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return ValueTask.CompletedTask;
            }

            TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return new ValueTask(turn.Task);
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        TaskCompletionSource? next;
        lock (_waiting)
        {
            _isTaken = _waiting.TryDequeue(out next);
        }

        next?.SetResult();
    }
}
