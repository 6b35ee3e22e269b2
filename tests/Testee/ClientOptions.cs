using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Stratus.Realtime.Testee;

/// <summary>What testeeclient was asked for.</summary>
internal sealed record ClientOptions(Uri Url, string Agent, int First, int? Last, int Parallel, X509Certificate2? Root)
{
    public static ClientOptions Read(Arguments arguments)
    {
        Uri url = arguments.TakeUrl("ws", "wss");
        ClientOptions options = new(
            url,
            arguments.Take("-i") ?? "Stratus.Realtime",
            arguments.TakeNumber("--first", 1, int.MaxValue) ?? 1,
            arguments.TakeNumber("--last", 1, int.MaxValue),
            arguments.TakeNumber("--parallel", 1, 64) ?? 1,
            ReadRoot(arguments.Take("--ca"), url));
        arguments.End();
        if (options.Last < options.First)
        {
            throw new BadArgumentException($"--last {options.Last} is before --first {options.First}.");
        }

        return options;
    }

    private static X509Certificate2? ReadRoot(string? file, Uri url)
    {
        if (file is null)
        {
            return null;
        }

        if (url.Scheme != "wss")
        {
            throw new BadArgumentException("--ca needs a wss URL: ws has no certificates.");
        }

        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadArgumentException($"--ca is \"{file}\", which cannot be read as a PEM certificate: {e.Message}");
        }
    }
}
