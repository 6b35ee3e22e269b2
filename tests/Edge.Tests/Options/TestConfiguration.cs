using Microsoft.Extensions.Configuration;

namespace Stratus.Realtime.Edge.Tests.Options;

/// <summary>Configurations made of keys and values.</summary>
internal static class TestConfiguration
{
    public static IConfigurationRoot Of(string key, string? value) => Of((key, value));

    public static IConfigurationRoot Of(params (string Key, string? Value)[] options) =>
        new ConfigurationBuilder().AddInMemoryCollection(options.Select(static o => KeyValuePair.Create(o.Key, o.Value))).Build();
}
