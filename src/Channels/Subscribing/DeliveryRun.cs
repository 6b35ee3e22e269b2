namespace Stratus.Realtime.Channels;

/// <summary>Deliveries that came together, as one piece.</summary>
/// <param name="Count">How many; 0 when it was not made.</param>
/// <param name="Frames">Their frames, one behind the other; null when they are too large for one piece.</param>
public readonly record struct DeliveryRun(int Count, byte[]? Frames);
