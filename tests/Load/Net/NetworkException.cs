namespace Stratus.Realtime.Load.Net;

/// <summary>The operating system refused something without which nothing can be measured.</summary>
internal sealed class NetworkException(string call, int error) : Exception($"{call}: {Errno.Text(error)}");
