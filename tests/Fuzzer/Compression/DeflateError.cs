namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>What can be wrong with compressed data, each with the section that it breaks.</summary>
internal static class DeflateError
{
    public static InvalidDataException EndsInBlock() =>
        new("The compressed data ends inside a block: a message ends in an empty stored block without its last four octets (RFC 7692 §7.2.1).");

    public static InvalidDataException ReservedBlockType() => new("Block type 3 is reserved (RFC 1951 §3.2.3).");

    public static InvalidDataException StoredLength(int length, int complement) =>
        new($"A stored block's length 0x{length:x4} and complement 0x{complement:x4} disagree (RFC 1951 §3.2.4).");

    public static InvalidDataException OverSubscribed(string code) => new($"The {code} code is over-subscribed (RFC 1951 §3.2.2).");

    public static InvalidDataException Incomplete(string code) => new($"The {code} code is incomplete (RFC 1951 §3.2.7).");

    public static InvalidDataException TooManySymbols(string code, int count, int limit) =>
        new($"A block defines {count} {code} symbols, more than {limit} (RFC 1951 §3.2.7).");

    public static InvalidDataException NoEndOfBlock() => new("A block's literal code has no end-of-block symbol (RFC 1951 §3.2.7).");

    public static InvalidDataException NothingToRepeat() => new("The first code length repeats a previous one (RFC 1951 §3.2.7).");

    public static InvalidDataException RepeatTooLong() => new("A repeated code length goes beyond the last symbol (RFC 1951 §3.2.7).");

    public static InvalidDataException UnknownCode(string code) => new($"Bits that are no {code} code (RFC 1951 §3.2.2).");

    public static InvalidDataException BadSymbol(string code, int symbol) => new($"The {code} symbol {symbol} never occurs in data (RFC 1951 §3.2.6).");

    public static InvalidDataException BeyondWindow(int distance, int window) =>
        new($"A distance of {distance} is beyond the window of {window} octets (RFC 7692 §7.1.2).");

    public static InvalidDataException BeyondOutput(int distance, int available) =>
        new($"A distance of {distance} is beyond the {available} octets output so far (RFC 1951 §3.2.5).");

    public static InvalidDataException OverLimit(int maxOctets) => new($"The message inflates to more than {maxOctets} octets.");
}
