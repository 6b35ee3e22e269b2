using System.Globalization;

namespace Stratus.Realtime.Fuzzer.Reports;

/// <summary>Part by part: numbers by value, so that 9.10 comes after 9.9, and before every word.</summary>
internal sealed class CaseIdComparer : IComparer<string>
{
    public static CaseIdComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        string[] one = (x ?? string.Empty).Split('.');
        string[] other = (y ?? string.Empty).Split('.');
        for (int part = 0; part < Math.Min(one.Length, other.Length); part++)
        {
            int order = ComparePart(one[part], other[part]);
            if (order != 0)
            {
                return order;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    private static int ComparePart(string one, string other)
    {
        bool isNumber = int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out int left);
        bool isOtherNumber = int.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out int right);
        return (isNumber, isOtherNumber) switch
        {
            (true, true) => left.CompareTo(right),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(one, other),
        };
    }
}
