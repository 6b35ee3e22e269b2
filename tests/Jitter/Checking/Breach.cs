namespace Stratus.Realtime.Jitter.Tests.Checking;

/// <summary>Something that must not be.</summary>
internal sealed record Breach(BreachKind Kind, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}
