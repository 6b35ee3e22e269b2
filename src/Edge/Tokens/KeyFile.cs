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
        using SafeFileHandle? handle = Open(Path, out _);
        return Look(Path, handle) != this;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">The file, also when it cannot be read: it may come back.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryRead(string path, out KeyFile file, [NotNullWhen(true)] out byte[]? content, [NotNullWhen(false)] out string? fault)
    {
        content = null;
        using SafeFileHandle? handle = Open(path, out fault);

        // First the size and the time, then the content: what is written meanwhile is another file the next time.
        file = Look(path, handle);
        if (file.Octets > MaxOctets)
        {
            fault = $"the file '{path}' has {file.Octets} octets, and at most {MaxOctets} are read";
        }

        if (handle is null || fault is not null)
        {
            fault ??= $"the file '{path}' cannot be read";
            return false;
        }

        byte[] octets = new byte[file.Octets];
        content = octets[..RandomAccess.Read(handle, octets, 0)];
        return true;
    }

    // Through a handle: it follows symbolic links, which is how mounted secrets change.
    private static KeyFile Look(string path, SafeFileHandle? handle) => handle is null
        ? new KeyFile(path, default, -1)
        : new KeyFile(path, File.GetLastWriteTimeUtc(handle), RandomAccess.GetLength(handle));

    private static SafeFileHandle? Open(string path, out string? fault)
    {
        fault = null;
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = $"the file '{path}' cannot be read: {e.Message}";
            return null;
        }
    }
}
