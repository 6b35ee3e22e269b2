namespace Stratus.Realtime.Channels;

/// <summary>What a batch is to the end that receives it.</summary>
public enum LinkArrival
{
    /// <summary>The next one.</summary>
    Next,

    /// <summary>One that came before: acknowledge and forget it.</summary>
    Repeated,

    /// <summary>Not the next one: something was lost before it.</summary>
    AfterLoss,
}
