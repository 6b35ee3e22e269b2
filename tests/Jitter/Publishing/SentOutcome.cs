namespace Stratus.Realtime.Jitter.Tests.Publishing;

/// <summary>What a publisher knows of what it sent.</summary>
internal enum SentOutcome
{
    /// <summary>There was no answer, or none that says whether it was done.</summary>
    Unknown,

    /// <summary>It was said to be done.</summary>
    Acknowledged,

    /// <summary>It was cut in the middle: it must never be seen.</summary>
    Withheld,
}
