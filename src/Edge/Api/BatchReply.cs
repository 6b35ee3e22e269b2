namespace Stratus.Realtime.Edge.Api;

/// <summary>The answer to one command of a batch.</summary>
/// <param name="Method">The command's method; empty when it had none.</param>
/// <param name="Answer">What it is answered with.</param>
internal readonly record struct BatchReply(string Method, ApiAnswer Answer);
