namespace Stratus.Realtime.Edge.Options;

/// <summary>How the value of an option is written.</summary>
public enum OptionKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A duration such as 00:00:25, 00:00:00.500 or 1.00:00:00.</summary>
    Duration,

    /// <summary>true or false.</summary>
    Switch,

    /// <summary>One of a few names.</summary>
    Choice,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>Text that no error, log or document ever shows.</summary>
    Secret,

    /// <summary>The path of a file.</summary>
    FilePath,

    /// <summary>An absolute http or https address.</summary>
    Url,

    /// <summary>An origin such as https://chat.example.</summary>
    Origin,
}
