namespace Stratus.Realtime.Load.Dialects;

/// <summary>Takes the lines that a <see cref="LineScanner"/> finds. The octets are the caller's and gone afterwards.</summary>
internal interface ILineSink
{
    void OnLine(ReadOnlySpan<byte> line);
}
