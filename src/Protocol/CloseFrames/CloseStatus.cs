namespace Stratus.Realtime.Protocol;

/// <summary>What a close frame says.</summary>
/// <param name="Code">The code; <see cref="CloseCode.NoStatus"/> when the frame was empty.</param>
/// <param name="Reason">The reason, possibly empty; never null.</param>
public readonly record struct CloseStatus(CloseCode Code, string Reason);
