using System.Globalization;
using Stratus.Realtime.Fuzzer.Cases;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>Sends a message, waits for its echo, sends the next: one run of a long family.</summary>
internal sealed class ExchangeRun : IDisposable
{
    private readonly Exchange exchange;
    private readonly FrameSender sender;
    private readonly IEnumerator<ReadOnlyMemory<byte>> messages;
    private int echoes;
    private string? result;

    public ExchangeRun(Exchange exchange, FrameSender sender)
    {
        this.exchange = exchange;
        this.sender = sender;
        messages = exchange.Messages().GetEnumerator();
    }

    public bool Passed { get; private set; }

    /// <summary>Every echo is there, or one was wrong.</summary>
    public bool IsOver { get; private set; }
    public string Result => result
        ?? string.Create(CultureInfo.InvariantCulture, $"It ended after {echoes} echoes, and not all were there. They had {exchange.Limit.TotalSeconds} s.");

    public void SendNext()
    {
        if (messages.MoveNext())
        {
            sender.SendMessage(messages.Current.Span, exchange.Binary, exchange.FragmentSize, exchange.Chop);
            return;
        }

        IsOver = true;
        Passed = true;
        result = echoes == 1
            ? $"The message came back as it was sent ({sender.AppOctets} octets)."
            : $"All {echoes} messages came back as they were sent.";
    }

    public void OnEcho(ReadOnlySpan<byte> octets, bool binary)
    {
        if (IsOver)
        {
            // One more than was sent.
            Passed = false;
            result = $"A message came that nothing was sent for, after {echoes} echoes.";
            return;
        }

        echoes++;
        ReadOnlySpan<byte> sent = messages.Current.Span;
        if (binary != exchange.Binary)
        {
            Fail($"Echo {echoes} is {(binary ? "binary" : "text")}, sent was {(exchange.Binary ? "binary" : "text")}.");
        }
        else if (octets.Length != sent.Length)
        {
            Fail($"Echo {echoes} has {octets.Length} octets, sent were {sent.Length}.");
        }
        else if (!octets.SequenceEqual(sent))
        {
            Fail($"Echo {echoes} differs from what was sent at octet {octets.CommonPrefixLength(sent)}.");
        }
        else
        {
            SendNext();
        }
    }

    public void Dispose() => messages.Dispose();

    private void Fail(string reason)
    {
        IsOver = true;
        result = reason;
    }
}
