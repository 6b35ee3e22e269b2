using System.Text.Json;

namespace Stratus.Realtime.Edge.Api;

/// <summary>The value of one member of an object: its kind and its octets, not parsed.</summary>
/// <param name="Kind">The first token's kind.</param>
/// <param name="Json">The octets, a slice of what was received.</param>
internal readonly record struct JsonMember(JsonTokenType Kind, ReadOnlyMemory<byte> Json);
