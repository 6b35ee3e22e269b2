using Microsoft.Extensions.Configuration;
using Stratus.Realtime.Channels;
using Stratus.Realtime.Edge.Options;
using Stratus.Realtime.Edge.Tokens;

namespace Stratus.Realtime.Edge.Tests.Options;

/// <summary>The option classes, as the keys that their properties are bound to.</summary>
internal static class OptionClasses
{
    private static readonly Type[] All =
    [
        typeof(TransportOptions), typeof(LimitOptions), typeof(TimeOptions), typeof(CompressionOptions), typeof(OriginOptions),
        typeof(ClientOptions), typeof(TokenOptions), typeof(ClientLimitOptions), typeof(ClientTimeOptions), typeof(ClientCompressionOptions),
        typeof(ApiOptions), typeof(AdminOptions), typeof(ProxyOptions), typeof(ChannelOptions),
    ];

    /// <summary>The default of every option by its key; null for one that is not set.</summary>
    public static IReadOnlyDictionary<string, object?> Defaults { get; } = Bound(TestConfiguration.Of());

    /// <summary>The value of every option that a configuration gives, by its key.</summary>
    public static Dictionary<string, object?> Bound(IConfiguration configuration)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (Type type in All)
        {
            string section = (string)type.GetField("Section")!.GetRawConstantValue()!;
            Collect(section, configuration.GetSection(section).Get(type) ?? Activator.CreateInstance(type)!, values);
        }

        return values;
    }

    // Of a list and of a dictionary, what is in them first stands for all.
    private static void Collect(string section, object options, Dictionary<string, object?> values)
    {
        foreach (System.Reflection.PropertyInfo property in options.GetType().GetProperties())
        {
            string key = $"{section}:{property.Name}";
            object? value = property.GetValue(options);
            if (value is IList<string> list)
            {
                values.Add($"{key}:{OptionKey.AnyPlace}", list.FirstOrDefault());
            }
            else if (value is IDictionary<string, NamespaceOptions> namespaces)
            {
                Collect($"{key}:{OptionKey.AnyName}", namespaces.Values.FirstOrDefault() ?? new NamespaceOptions(), values);
            }
            else if (value is IList<TokenKeyOptions> keys)
            {
                Collect($"{key}:{OptionKey.AnyPlace}", keys.FirstOrDefault() ?? new TokenKeyOptions(), values);
            }
            else if (value is ProxyTargetOptions or NamespaceOptions)
            {
                Collect(key, value, values);
            }
            else
            {
                values.Add(key, value);
            }
        }
    }
}
