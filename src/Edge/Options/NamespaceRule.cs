using Stratus.Realtime.Channels;

namespace Stratus.Realtime.Edge.Options;

/// <summary>What must hold between the options of a namespace.</summary>
/// <param name="Option">The option that an error names.</param>
/// <param name="IsBroken">Whether the rule is broken.</param>
/// <param name="Sentence">What is needed, and why.</param>
internal sealed record NamespaceRule(string Option, Func<NamespaceOptions, ProxyOptions, bool> IsBroken, string Sentence);
