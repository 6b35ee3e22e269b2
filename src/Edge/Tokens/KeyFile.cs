using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>A file with a key, as it was when it was looked at.</summary>
/// <param name="Path">Where it is; relative to the working directory.</param>
/// <param name="LastWrite">When it was written last; default when it cannot be read.</param>
/// <param name="Octets">Its size; -1 when it cannot be read.</param>
internal sealed record KeyFile(string Path, DateTime LastWrite, long Octets)
{
    private const int MaxOctets = 256 * 1024;

    /// <summary>True when it is another file now.</summary>
    public bool HasChanged()
    {
        Open(Path, maxOctets: 0, out KeyFile now, out _, out _);
        return now != this;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">The file, also when it cannot be read: it may come back.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryRead(string path, out KeyFile file, out byte[] content, [NotNullWhen(false)] out string? fault)
    {
        Open(path, MaxOctets, out file, out content, out fault);
        if (file.Octets > MaxOctets)
        {
            fault = $"the file '{path}' has {file.Octets} octets, and at most {MaxOctets} are read";
        }

        return fault is null;
    }

    // Through a handle: it follows symbolic links, which is how mounted secrets change. The size and the time come before the
    // content: what is written meanwhile makes it another file the next time.
    private static void Open(string path, int maxOctets, out KeyFile file, out byte[] content, out string? fault)
    {
        file = new KeyFile(path, default, -1);
        content = [];
        fault = null;
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file = new KeyFile(path, File.GetLastWriteTimeUtc(handle), RandomAccess.GetLength(handle));
            content = new byte[Math.Min(file.Octets, maxOctets)];
            content = content[..RandomAccess.Read(handle, content, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = $"the file '{path}' cannot be read: {e.Message}";
        }
    }
}
