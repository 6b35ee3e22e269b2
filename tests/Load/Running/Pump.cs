namespace Stratus.Realtime.Load.Running;

/// <summary>Sends what is due.</summary>
internal abstract class Pump
{
    /// <summary>Does what is due now, and says for how many nanoseconds nothing will be.</summary>
    public abstract long Work();
}
