namespace Stratus.Realtime.Edge.Options;

/// <summary>Where one kind of request goes to.</summary>
public sealed class ProxyTargetOptions
{
    /// <summary>The address that is sent a POST; none: the application is not asked.</summary>
    public Uri? Url { get; set; }
}
