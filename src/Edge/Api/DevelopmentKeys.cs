using System.Security.Cryptography;

namespace Stratus.Realtime.Edge.Api;

/// <summary>A key that is made when the environment is Development, for the API and the admin page when they have none of their own.</summary>
internal sealed class DevelopmentKeys(IHostEnvironment environment)
{
    private const int Digits = 32;

    /// <summary>The key, made once for each process; null outside of Development.</summary>
    public string? Key { get; } = environment.IsDevelopment() ? RandomNumberGenerator.GetHexString(Digits, lowercase: true) : null;
}
