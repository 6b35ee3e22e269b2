namespace Stratus.Realtime.Silo.Messages;

/// <summary>Lists as arrays, without a copy where they are: nobody changes what is on its way.</summary>
internal static class Arrays
{
    public static T[] Of<T>(IReadOnlyList<T> items) => items as T[] ?? [.. items];
}
