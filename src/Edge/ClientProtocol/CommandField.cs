namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Fields of commands; a set of them says what a method takes, what was there, and which flags were true.</summary>
[Flags]
internal enum CommandField
{
    None = 0,
    Channel = 1 << 0,
    Token = 1 << 1,
    Data = 1 << 2,
    Epoch = 1 << 3,
    Offset = 1 << 4,
    Recover = 1 << 5,
    Positioned = 1 << 6,
    Recoverable = 1 << 7,
    JoinLeave = 1 << 8,
    Subs = 1 << 9,
    Name = 1 << 10,
    Version = 1 << 11,
    Headers = 1 << 12,
    Limit = 1 << 13,
    Since = 1 << 14,
    Reverse = 1 << 15,
    Method = 1 << 16,
}
