using System.Globalization;

namespace Stratus.Realtime.Cluster.Hosts;

/// <summary>The last lines that a process printed; all of them go to a file where <see cref="FolderVariable"/> names a folder.</summary>
internal sealed class BoundedOutput : IDisposable
{
    /// <summary>The variable that names a folder for complete outputs.</summary>
    public const string FolderVariable = "STRATUS_CLUSTER_LOGS";

    private const int MaxLines = 400;
    private const int MaxLineLetters = 600;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly StreamWriter? _file;
    private bool _isClosed;

    public BoundedOutput(string name)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            _file = new StreamWriter(Path.Combine(folder, name + ".log")) { AutoFlush = true };
        }
    }

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _file?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}"));
            _lines.Enqueue(line.Length > MaxLineLetters ? line[..MaxLineLetters] + "…" : line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The last lines, each indented.</summary>
    public string Last(int count)
    {
        lock (_lock)
        {
            return string.Concat(_lines.TakeLast(count).Select(static line => $"    {line}\n"));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _file?.Dispose();
        }
    }
}
