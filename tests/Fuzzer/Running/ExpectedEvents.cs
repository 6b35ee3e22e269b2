namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>One accepted list of events, and the verdict that it earns ("OK", "NON-STRICT").</summary>
public sealed record ExpectedEvents(string Strictness, IReadOnlyList<CaseEvent> Events)
{
    public bool Matches(IReadOnlyList<CaseEvent> received)
    {
        if (received.Count != Events.Count)
        {
            return false;
        }

        for (int i = 0; i < received.Count; i++)
        {
            if (!Events[i].Matches(received[i]))
            {
                return false;
            }
        }

        return true;
    }
}
