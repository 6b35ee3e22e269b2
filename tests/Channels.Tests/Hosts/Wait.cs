using System.Diagnostics;

namespace Stratus.Realtime.Channels.Tests.Hosts;

/// <summary>Waits for what another thread brings about: as short as it takes, and never for ever.</summary>
internal static class Wait
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Returns as soon as a condition holds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">Says so when it does not come.</param>
    /// <param name="meanwhile">Called between two looks, to let time pass.</param>
    public static Task UntilAsync(Func<bool> condition, string what, Action? meanwhile = null) =>
        UntilAsync(condition, () => what, Bound, meanwhile);

    /// <summary>The same with another bound.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> what, TimeSpan bound, Action? meanwhile = null)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed >= bound)
            {
                Assert.Fail($"Waited {bound} in vain: {what()}");
            }

            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }
    }
}
