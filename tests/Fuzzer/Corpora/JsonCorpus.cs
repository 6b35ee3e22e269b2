using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>An export of a travel agency's bookings: nested objects, and names in many scripts, up to four octets a code point.</summary>
internal static class JsonCorpus
{
    private const int BookingCount = 480;

    private static readonly string[] Travellers =
    [
        "Anna Grünwald", "Jürgen Weiß", "Zoë Lefèvre", "François Béranger", "Łukasz Wiśniewski", "Jiří Dvořák", "Åse Sørensen", "Þórdís Jónsdóttir",
        "Ελένη Παπαδοπούλου", "Νίκος Σταθόπουλος", "Ольга Кузнецова", "Тарас Шевчук", "Марія Коваленко", "მარიამ ბერიძე", "Արամ Պետրոսյան",
        "נועה לוי", "أمينة الحسيني", "یاسمین کریمی", "अनिता शर्मा", "প্রিয়া সেন", "அருண் குமார்", "ศิริพร วงศ์สวัสดิ์", "Nguyễn Thị Hạnh",
        "田中 美咲", "佐藤 健一", "王小明", "陳怡君", "김서연", "박지훈", "ሰላም ተስፋዬ", "Mary Oduya", "Tom O’Hara",
    ];

    private static readonly (string Name, string Country, int Latitude, int Longitude)[] Places =
    [
        ("Zürich", "CH", 47_377, 8_541), ("København", "DK", 55_676, 12_568), ("Αθήνα", "GR", 37_984, 23_728), ("Київ", "UA", 50_450, 30_523),
        ("თბილისი", "GE", 41_716, 44_783), ("القاهرة", "EG", 30_044, 31_236), ("मुंबई", "IN", 19_076, 72_878), ("กรุงเทพมหานคร", "TH", 13_756, 100_502),
        ("東京", "JP", 35_690, 139_692), ("서울", "KR", 37_567, 126_978), ("台北", "TW", 25_033, 121_565), ("São Paulo", "BR", -23_551, -46_633),
        ("Reykjavík", "IS", 64_147, -21_942), ("አዲስ አበባ", "ET", 9_025, 38_747), ("Toronto", "CA", 43_653, -79_383), ("Wellington", "NZ", -41_287, 174_776),
    ];

    private static readonly string[] Wishes =
    [
        "window seat", "quiet room", "vegetarian meals 🥗", "no lift needed", "bicycle 🚲 on board", "late arrival", "gluten-free", "travels with a child 👧",
        "wheelchair ♿ assistance", "ground floor", "early breakfast ☕", "space for a cello 🎻", "non-smoking", "connecting rooms", "invoice by post ✉",
    ];

    private static readonly string[] States = ["requested", "confirmed", "paid", "travelling", "completed", "cancelled"];
    private static readonly string[] Means = ["train", "ferry", "night train", "coach", "aeroplane", "bicycle"];
    private static readonly string[] Currencies = ["EUR", "CHF", "DKK", "JPY", "CAD"];

    public static string Make(SeededSource source)
    {
        StringBuilder text = new();
        text.Append("{\n  \"export\": {\"version\": 3, \"unit\": \"bookings\", \"count\": ").Append(BookingCount).Append(", \"complete\": true},\n  \"bookings\": [\n");
        for (int number = 1; number <= BookingCount; number++)
        {
            AppendBooking(text, source, number);
            text.Append(number < BookingCount ? ",\n" : "\n");
        }

        return text.Append("  ]\n}\n").ToString();
    }

    private static void AppendBooking(StringBuilder text, SeededSource source, int number)
    {
        string traveller = source.Pick(Travellers);
        text.Append(CultureInfo.InvariantCulture, $"    {{\n      \"id\": \"{source.Below(int.MaxValue):x8}-{number:d5}\",\n");
        text.Append(CultureInfo.InvariantCulture, $"      \"state\": \"{source.Pick(States)}\",\n");
        text.Append(CultureInfo.InvariantCulture, $"      \"bookedAt\": \"{Day(source)}T{source.Below(24):d2}:{source.Below(60):d2}:{source.Below(60):d2}Z\",\n");
        text.Append(CultureInfo.InvariantCulture, $"      \"traveller\": {{\"name\": \"{traveller}\", \"age\": {source.Between(18, 88)}, \"member\": {Bool(source)}, \"note\": {Note(source)}}},\n");
        text.Append("      \"legs\": [\n");
        int legs = source.Between(1, 4);
        for (int leg = 1; leg <= legs; leg++)
        {
            AppendLeg(text, source, leg);
            text.Append(leg < legs ? ",\n" : "\n");
        }

        text.Append("      ],\n      \"price\": ");
        text.Append(CultureInfo.InvariantCulture, $"{{\"amount\": {source.Between(19, 4200)}.{source.Below(100):d2}, \"currency\": \"{source.Pick(Currencies)}\", \"paid\": {Bool(source)}}}\n    }}");
    }

    private static void AppendLeg(StringBuilder text, SeededSource source, int leg)
    {
        text.Append(CultureInfo.InvariantCulture, $"        {{\"leg\": {leg}, \"by\": \"{source.Pick(Means)}\", \"on\": \"{Day(source)}\", \"minutes\": {source.Between(20, 900)},\n");
        text.Append("         \"from\": ");
        AppendPlace(text, source);
        text.Append(",\n         \"to\": ");
        AppendPlace(text, source);
        text.Append('}');
    }

    private static void AppendPlace(StringBuilder text, SeededSource source)
    {
        (string name, string country, int latitude, int longitude) = source.Pick(Places);
        text.Append(CultureInfo.InvariantCulture, $"{{\"place\": \"{name}\", \"country\": \"{country}\", \"position\": [{Degrees(latitude + source.Below(90))}, {Degrees(longitude + source.Below(90))}]}}");
    }

    private static string Degrees(int thousandths) => (thousandths / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Day(SeededSource source) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Between(2019, 2026)}-{source.Between(1, 12):d2}-{source.Between(1, 28):d2}");

    private static string Bool(SeededSource source) => source.OneIn(2) ? "true" : "false";

    private static string Note(SeededSource source) =>
        source.OneIn(3) ? "null" : $"\"{source.Pick(Wishes)}; {source.Pick(Wishes)}\"";
}
