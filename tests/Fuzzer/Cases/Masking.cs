namespace Stratus.Realtime.Fuzzer.Cases;

/// <summary>Whether a frame is masked. <see cref="ByRole"/> is what RFC 6455 §5.1 says: a client does, a server does not.</summary>
public enum Masking
{
    ByRole,
    Masked,
    Unmasked,
}
