using Microsoft.Extensions.Options;
using Stratus.Realtime.Edge.Api;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Admin;

/// <summary>Who may use the admin page and its endpoints.</summary>
internal sealed class AdminKeys
{
    public const string Header = "X-Admin-Key";

    private readonly KeyHashes _hashes;

    public AdminKeys(IOptions<AdminOptions> options, DevelopmentKeys development)
    {
        string? configured = options.Value.Key;
        DevelopmentKey = string.IsNullOrEmpty(configured) ? development.Key : null;
        _hashes = new KeyHashes([configured, DevelopmentKey]);
    }

    /// <summary>The development key, when it is the one that counts; null when not.</summary>
    public string? DevelopmentKey { get; }

    /// <summary>True when there is no key: nothing under /admin exists then.</summary>
    public bool IsClosed => _hashes.IsEmpty;

    /// <summary>True when a request shows the key.</summary>
    public bool Accept(IHeaderDictionary headers) => headers[Header] is [var key] && _hashes.Contains(key);
}
