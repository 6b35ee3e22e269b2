namespace Stratus.Realtime.Testee;

/// <summary>What came of a read.</summary>
internal enum LinkRead
{
    Octets,
    End,
    TimedOut,
}
