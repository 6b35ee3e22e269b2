using Stratus.Realtime.Protocol;

namespace Stratus.Realtime.Testee;

/// <summary>Says how far the cases are: one moving line on a terminal, now and then a line elsewhere.</summary>
internal sealed class Progress(Terminal terminal, int first, int last)
{
    private const int LineEvery = 50;

    private readonly Lock _lock = new();
    private readonly int _total = last - first + 1;
    private int _done;

    public void Ended(int number, ConnectionEnd end) => Say($"case {number}: {end.Kind} {(int)end.Code}");

    public void NotOpened(int number, string reason)
    {
        lock (_lock)
        {
            terminal.Errors.WriteLine($"Case {number} did not open: {reason}.");
        }

        Say($"case {number}: not opened");
    }

    private void Say(string what)
    {
        lock (_lock)
        {
            _done++;
            string line = $"{_done}/{_total}  {what}";
            if (terminal.Rewrites)
            {
                terminal.Output.Write(_done == _total ? $"\r{line,-60}\n" : $"\r{line,-60}");
            }
            else if (_done % LineEvery == 0 || _done == _total)
            {
                terminal.Output.WriteLine(line);
            }
        }
    }
}
