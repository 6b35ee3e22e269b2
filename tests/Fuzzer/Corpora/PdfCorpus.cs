using System.Globalization;
using System.Text;

namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>A PDF document of a few pages, each a line of text under a picture of noise: structure around octets that do not compress.</summary>
internal static class PdfCorpus
{
    private const int PageCount = 6;
    private const int PictureSide = 240;
    private const int FirstPageObject = 4;
    private const int ObjectsPerPage = 3;

    public static byte[] Make(SeededSource source)
    {
        using MemoryStream file = new();
        List<long> offsets = [];
        Write(file, "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
        WriteObject(file, offsets, "<< /Type /Catalog /Pages 2 0 R >>");
        WriteObject(file, offsets, $"<< /Type /Pages /Count {PageCount} /Kids [{Kids()}] >>");
        WriteObject(file, offsets, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        for (int page = 1; page <= PageCount; page++)
        {
            WritePage(file, offsets, source, page);
        }

        WriteEnd(file, offsets);
        return file.ToArray();
    }

    private static string Kids()
    {
        IEnumerable<int> pages = Enumerable.Range(0, PageCount).Select(page => FirstPageObject + page * ObjectsPerPage);
        return string.Join(' ', pages.Select(number => $"{number} 0 R"));
    }

    private static void WritePage(MemoryStream file, List<long> offsets, SeededSource source, int page)
    {
        int content = offsets.Count + 2;
        int picture = content + 1;
        WriteObject(
            file,
            offsets,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]\n"
                + $"   /Resources << /Font << /F1 3 0 R >> /XObject << /Noise {picture} 0 R >> >> /Contents {content} 0 R >>");
        string drawing = $"BT /F1 18 Tf 72 770 Td (Plate {page}: noise, {PictureSide} by {PictureSide} pixels) Tj ET\nq 450 0 0 450 72 290 cm /Noise Do Q\n";
        WriteStream(file, offsets, string.Empty, Encoding.Latin1.GetBytes(drawing));
        byte[] noise = new byte[PictureSide * PictureSide];
        source.Fill(noise);
        string attributes = $" /Type /XObject /Subtype /Image /Width {PictureSide} /Height {PictureSide} /ColorSpace /DeviceGray /BitsPerComponent 8";
        WriteStream(file, offsets, attributes, noise);
    }

    private static void WriteStream(MemoryStream file, List<long> offsets, string attributes, byte[] octets)
    {
        BeginObject(file, offsets);
        Write(file, $"<< /Length {octets.Length}{attributes} >>\nstream\n");
        file.Write(octets);
        Write(file, "\nendstream\nendobj\n");
    }

    private static void WriteObject(MemoryStream file, List<long> offsets, string dictionary)
    {
        BeginObject(file, offsets);
        Write(file, $"{dictionary}\nendobj\n");
    }

    private static void BeginObject(MemoryStream file, List<long> offsets)
    {
        offsets.Add(file.Position);
        Write(file, $"{offsets.Count} 0 obj\n");
    }

    private static void WriteEnd(MemoryStream file, List<long> offsets)
    {
        long tableAt = file.Position;
        Write(file, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (long offset in offsets)
        {
            Write(file, string.Create(CultureInfo.InvariantCulture, $"{offset:d10} 00000 n \n"));
        }

        Write(file, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{tableAt}\n%%EOF\n");
    }

    private static void Write(MemoryStream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
