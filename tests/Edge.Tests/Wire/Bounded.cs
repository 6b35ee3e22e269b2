namespace Stratus.Realtime.Edge.Tests.Wire;

/// <summary>Every wait of these tests ends: with what was waited for, or with a TimeoutException.</summary>
internal static class Bounded
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>A token that is cancelled after the limit.</summary>
    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>Waits until a condition holds that nothing announces.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        CancellationToken limit = Token;
        while (!condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {Limit.TotalSeconds} s: {what}.");
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
