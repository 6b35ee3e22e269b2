using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Protocol.Tests.Fuzzing;

/// <summary>What a fuzz run has seen.</summary>
internal sealed class FuzzStatistics(int seed)
{
    public int Seed => seed;

    public long Scripts { get; set; }

    public long Octets { get; set; }

    /// <summary>Messages that arrived as they were meant.</summary>
    public long GoodMessages { get; set; }

    /// <summary>Messages out of octets that had been changed at random.</summary>
    public long OtherMessages { get; set; }

    public long[] Rules { get; } = new long[ProtocolRules.All.Length + 1];

    /// <summary>The most that one engine allocated in one script.</summary>
    public long MostAllocatedOctets { get; set; }

    public long AllocatedOctets { get; set; }

    public TimeSpan Elapsed { get; set; }

    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}, {Elapsed.TotalSeconds:F1} s: {Scripts} scripts, {Octets} octets, each in 3 cuttings");
        text.AppendLine(CultureInfo.InvariantCulture, $"good messages: {GoodMessages}; from changed octets: {OtherMessages}");
        text.AppendLine(CultureInfo.InvariantCulture, $"octets allocated by an engine: {MostAllocatedOctets} at most, {AllocatedOctets / Math.Max(1, 3 * Scripts)} on average");
        foreach (ProtocolRuleRow row in ProtocolRules.All)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row.Rule,-24} {Rules[(int)row.Rule],8}");
        }

        return text.ToString();
    }
}
