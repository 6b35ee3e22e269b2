using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>
/// The keys in use. They are replaced, all at once, when the configuration is reloaded and when a file that they came from
/// has changed. Where the new ones have errors, the old ones stay, and that is logged once.
/// </summary>
internal sealed partial class TokenKeys : IDisposable
{
    private static readonly TimeSpan FileCheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenKeys> _logger;
    private readonly IDisposable _reloads;
    private volatile TokenKeySet _current;
    private IReadOnlyList<KeyFile> _files;
    private long _checkedAt;

    /// <summary>Reads the keys.</summary>
    /// <exception cref="OptionsValidationException">They have errors: see <see cref="Check"/>.</exception>
    public TokenKeys(IConfiguration configuration, TimeProvider time, ILogger<TokenKeys> logger)
    {
        _configuration = configuration;
        _time = time;
        _logger = logger;
        _checkedAt = time.GetTimestamp();
        _current = TokenKeyReader.Read(configuration);
        _files = _current.Files;
        if (_current.Errors.Count != 0)
        {
            throw new OptionsValidationException(TokenOptions.Section, typeof(TokenOptions), _current.Errors);
        }

        _reloads = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>The keys to check a token with now. Files are looked at at most once a second.</summary>
    public TokenKeySet Current
    {
        get
        {
            if (_time.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= FileCheckInterval)
            {
                CheckFiles();
            }

            return _current;
        }
    }

    /// <summary>What is wrong with the keys of a configuration and with the files that it names: a line each, without secrets.</summary>
    public static IReadOnlyList<string> Check(IConfiguration configuration) => TokenKeyReader.Read(configuration).Errors;

    public void Dispose() => _reloads.Dispose();

    // While one thread looks, the others go on with the keys that there are.
    private void CheckFiles()
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _checkedAt, _time.GetTimestamp());
            if (_files.Any(static file => file.HasChanged()))
            {
                Reload();
            }
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Reload()
    {
        lock (_lock)
        {
            TokenKeySet read = TokenKeyReader.Read(_configuration);
            _files = read.Files;
            if (read.Errors.Count == 0)
            {
                _current = read;
                LogReplaced(read.Keys.Count);
            }
            else
            {
                LogKept(_current.Keys.Count, string.Join(' ', read.Errors));
            }
        }
    }
}
