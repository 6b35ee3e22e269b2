namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>What can be wrong with a message from a client. All of it ends the connection with 3501.</summary>
internal enum CommandFaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No command in it.</summary>
    EmptyMessage,

    /// <summary>Not JSON.</summary>
    MalformedJson,

    /// <summary>A value that nests deeper than <see cref="RawJson.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>A command that is no object.</summary>
    NotAnObject,

    /// <summary>A string with an escaped surrogate that has no other half, where text is expected.</summary>
    LoneSurrogate,

    /// <summary>The same name twice in one object: readers would differ about which one holds.</summary>
    RepeatedField,

    /// <summary>A field of another type, or out of range.</summary>
    InvalidField,

    /// <summary>A method that needs an id has none, or zero, which means the same.</summary>
    NoId,

    /// <summary>An id, but no method.</summary>
    NoMethod,

    /// <summary>More than one method.</summary>
    SeveralMethods,

    /// <summary>A method that the protocol, or this server, does not have.</summary>
    UnknownMethod,
}
