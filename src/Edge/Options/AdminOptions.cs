namespace Stratus.Realtime.Edge.Options;

/// <summary>The admin page: section <see cref="Section"/>.</summary>
public sealed class AdminOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Admin";

    /// <summary>The key that the page asks for; without one the page and its endpoints are closed.</summary>
    public string? Key { get; set; }
}
