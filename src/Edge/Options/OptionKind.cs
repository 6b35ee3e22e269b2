namespace Stratus.Realtime.Edge.Options;

/// <summary>How the value of an option is written.</summary>
public enum OptionKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A duration such as 00:00:25 or 00:00:00.500.</summary>
    Duration,

    /// <summary>true or false.</summary>
    Switch,

    /// <summary>A list of origins such as https://chat.example.</summary>
    Origins,
}
