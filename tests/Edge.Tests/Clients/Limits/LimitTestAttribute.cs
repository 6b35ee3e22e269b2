namespace Stratus.Realtime.Edge.Tests.Clients.Limits;

/// <summary>Says which option's limit a theory tests, with a row each one below it, at it and one above it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LimitTestAttribute(string option) : Attribute
{
    /// <summary>The option's key, as it stands in the table of options.</summary>
    public string Option => option;
}
