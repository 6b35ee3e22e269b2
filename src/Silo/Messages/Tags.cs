namespace Stratus.Realtime.Silo.Messages;

/// <summary>Tags as a type that serializers know.</summary>
internal static class Tags
{
    public static Dictionary<string, string>? Of(IReadOnlyDictionary<string, string>? tags) =>
        tags is null ? null : tags as Dictionary<string, string> ?? new Dictionary<string, string>(tags, StringComparer.Ordinal);
}
