using System.Text;

namespace Stratus.Realtime.Edge.Tokens;

/// <summary>Makes a key set of the configuration and of the files that it names.</summary>
internal sealed class TokenKeyReader
{
    private readonly List<VerificationKey> _keys = [];
    private readonly List<KeyFile> _files = [];
    private readonly List<string> _errors = [];

    private TokenKeyReader()
    {
    }

    /// <summary>Reads all of it. What is wrong is in the set's errors, each naming its key and never a secret.</summary>
    public static TokenKeySet Read(IConfiguration configuration)
    {
        TokenKeyReader reader = new();
        IConfigurationSection section = configuration.GetSection(TokenOptions.Section);
        foreach (IConfigurationSection key in section.GetSection(nameof(TokenOptions.Keys)).GetChildren())
        {
            reader.ReadKey(key.Path, key.Get<TokenKeyOptions>() ?? new TokenKeyOptions());
        }

        if (section[nameof(TokenOptions.JwksFile)] is { Length: > 0 } path)
        {
            reader.ReadSet(section.Path + ":" + nameof(TokenOptions.JwksFile), path);
        }

        if (reader._keys.Count > TokenKeySet.MaxKeys)
        {
            reader._errors.Add($"{TokenOptions.Section} has {reader._keys.Count} keys, and at most {TokenKeySet.MaxKeys} may be in use at a time.");
        }

        return new TokenKeySet
        {
            Keys = [.. reader._keys],
            Issuer = section[nameof(TokenOptions.Issuer)] is { Length: > 0 } issuer ? issuer : null,
            Audience = section[nameof(TokenOptions.Audience)] is { Length: > 0 } audience ? audience : null,
            Files = [.. reader._files],
            Errors = [.. reader._errors],
        };
    }

    private void ReadKey(string name, TokenKeyOptions options)
    {
        if (JwsAlgorithm.Find(options.Algorithm) is not { } algorithm)
        {
            _errors.Add($"{name}:{nameof(options.Algorithm)} = '{options.Algorithm}' is not valid: expected one of {JwsAlgorithm.Names}.");
            return;
        }

        (string Name, string? Value)[] sources =
        [
            (nameof(options.Secret), options.Secret),
            (nameof(options.SecretFile), options.SecretFile),
            (nameof(options.PublicKeyFile), options.PublicKeyFile),
        ];
        sources = [.. sources.Where(static s => !string.IsNullOrEmpty(s.Value))];
        bool takesSecret = algorithm.Family == JwsFamily.Hmac;
        if (sources is not [(string source, string value)] || takesSecret == (source == nameof(options.PublicKeyFile)))
        {
            string right = takesSecret ? $"{nameof(options.Secret)} or {nameof(options.SecretFile)}" : nameof(options.PublicKeyFile);
            _errors.Add($"{name} is not valid: a key for {algorithm.Name} has {right}, and only that.");
            return;
        }

        name = $"{name}:{source}";
        byte[] material = Encoding.UTF8.GetBytes(value);
        if (source != nameof(options.Secret) && !TryReadFile(name, value, out material))
        {
            return;
        }

        bool isMade = takesSecret
            ? HmacKey.TryCreate(options.Id, algorithm, source == nameof(options.Secret) ? material : WithoutLineBreak(material), out VerificationKey? key, out string? fault)
            : PemKeyReader.TryRead(options.Id, algorithm, material, out key, out fault);
        if (isMade)
        {
            _keys.Add(key!);
        }
        else
        {
            _errors.Add($"{name} is not valid: {fault}.");
        }
    }

    private void ReadSet(string name, string path)
    {
        if (TryReadFile(name, path, out byte[] content))
        {
            List<string> faults = [];
            JwkSetReader.Read(content, _keys, faults);
            _errors.AddRange(faults.Select(fault => $"{name} is not valid: {fault}."));
        }
    }

    private bool TryReadFile(string name, string path, out byte[] content)
    {
        bool isRead = KeyFile.TryRead(path, out KeyFile file, out content, out string? fault);
        _files.Add(file);
        if (!isRead)
        {
            _errors.Add($"{name} is not valid: {fault}.");
        }

        return isRead;
    }

    // Editors and tools end a file with one; it is not meant.
    private static byte[] WithoutLineBreak(ReadOnlySpan<byte> content) =>
        (content.EndsWith("\r\n"u8) ? content[..^2] : content.EndsWith("\n"u8) ? content[..^1] : content).ToArray();
}
