namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What was wrong with a message: a value, never an exception.</summary>
/// <param name="Kind">Which fault.</param>
/// <param name="Field">The field, one of ours; empty where no field is at fault.</param>
/// <param name="Expected">What its value must be; empty where that is not the fault.</param>
internal readonly record struct CommandFault(CommandFaultKind Kind, string Field = "", string Expected = "")
{
    public static CommandFault None { get; }

    public bool IsFault => Kind != CommandFaultKind.None;

    /// <summary>A sentence for the client's developer; holds nothing that the client sent.</summary>
    public string Text => Kind switch
    {
        CommandFaultKind.None => "",
        CommandFaultKind.EmptyMessage => "a message holds at least one command",
        CommandFaultKind.MalformedJson => "commands are JSON objects, one a line; this is not well-formed JSON",
        CommandFaultKind.TooDeep => $"values nest at most {RawJson.MaxDepth} levels deep",
        CommandFaultKind.NotAnObject => "a command is a JSON object",
        CommandFaultKind.LoneSurrogate => "an escaped surrogate needs its other half",
        CommandFaultKind.RepeatedField => $"no name stands twice in an object; see {Field}",
        CommandFaultKind.InvalidField => $"{Field} must be {Expected}",
        CommandFaultKind.NoId => "a command needs an id, a positive integer",
        CommandFaultKind.NoMethod => "a command with an id needs a method",
        CommandFaultKind.SeveralMethods => "a command has exactly one method",
        CommandFaultKind.UnknownMethod => "there is no such method",
        _ => throw new InvalidOperationException($"No text for {Kind}."),
    };
}
