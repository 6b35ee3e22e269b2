namespace Stratus.Realtime.Silo.Messages;

/// <summary>Calls without a result as calls with one, so that both go the same way.</summary>
internal static class ValueTasks
{
    public static async ValueTask<bool> Done(ValueTask task)
    {
        await task;
        return true;
    }
}
