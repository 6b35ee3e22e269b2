namespace Stratus.Realtime.Jitter.Tests.Hosts;

/// <summary>Waits that end.</summary>
internal static class Bounded
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds that nothing announces; false when it does not within the limit.</summary>
    public static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        using CancellationTokenSource over = new(limit);
        while (!condition())
        {
            if (over.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(Step, CancellationToken.None);
        }

        return true;
    }
}
