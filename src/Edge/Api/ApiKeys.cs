using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Stratus.Realtime.Edge.Options;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Who may use the server API. Keys are rotated by changing the configuration, without a restart.</summary>
internal sealed class ApiKeys(IOptionsMonitor<ApiOptions> options, DevelopmentKeys development)
{
    public const string Header = "X-API-Key";

    /// <summary>The other way to give a key: <c>Authorization: apikey KEY</c>.</summary>
    public const string Scheme = "apikey";

    private Snapshot _snapshot = Snapshot.Of(options.CurrentValue, development.Key);

    /// <summary>The development key, when it is the one that counts; null when not.</summary>
    public string? DevelopmentKey => Current.Development;

    /// <summary>True when there is no key at all: the API is closed.</summary>
    public bool IsClosed => Current.Hashes.IsEmpty;

    private Snapshot Current
    {
        get
        {
            ApiOptions current = options.CurrentValue;
            Snapshot snapshot = Volatile.Read(ref _snapshot);
            if (!ReferenceEquals(snapshot.Options, current))
            {
                snapshot = Snapshot.Of(current, development.Key);
                Volatile.Write(ref _snapshot, snapshot);
            }

            return snapshot;
        }
    }

    /// <summary>True when a request shows a valid key.</summary>
    public bool Accept(IHeaderDictionary headers) => Current.Hashes.Contains(Given(headers));

    private static string? Given(IHeaderDictionary headers)
    {
        if (headers[Header] is [var key])
        {
            return key;
        }

        StringValues authorization = headers.Authorization;
        return authorization is [{ } value] && value.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase)
            ? value[(Scheme.Length + 1)..].Trim()
            : null;
    }

    private sealed record Snapshot(ApiOptions Options, KeyHashes Hashes, string? Development)
    {
        public static Snapshot Of(ApiOptions options, string? development)
        {
            KeyHashes configured = new(options.Keys);
            return configured.IsEmpty && development is not null
                ? new Snapshot(options, new KeyHashes([development]), development)
                : new Snapshot(options, configured, null);
        }
    }
}
