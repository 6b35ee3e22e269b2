using Microsoft.Extensions.Options;

namespace Stratus.Realtime.Edge.Options;

/// <summary>
/// Makes options that are read again while the edge runs. A changed configuration is checked as a whole, as at start; with
/// anything wrong in it, the options stay as they were.
/// </summary>
internal sealed partial class ReloadedOptionsFactory<TOptions>(
    OptionsFactory<TOptions> factory, TOptions first, Func<IReadOnlyList<string>> check, ILogger<ReloadedOptionsFactory<TOptions>> logger)
    : IOptionsFactory<TOptions>
    where TOptions : class
{
    private volatile TOptions _last = first;

    public TOptions Create(string name)
    {
        IReadOnlyList<string> errors = check();
        if (errors.Count != 0)
        {
            LogKept(typeof(TOptions).Name, string.Join(' ', errors));
            return _last;
        }

        return _last = factory.Create(name);
    }
}
