using System.Buffers.Binary;

namespace Stratus.Realtime.Fuzzer.Corpora;

/// <summary>
/// A grey picture of 512 x 512 pixels, in the way of a photograph: soft shapes of several sizes under the grain of a film.
/// Whole numbers only, so that it is the same on every machine.
/// </summary>
internal static class BitmapCorpus
{
    private const int Side = 512;
    private const int FileHeader = 14;
    private const int InfoHeader = 40;
    private const int Colours = 256;
    private const int PixelsAt = FileHeader + InfoHeader + 4 * Colours;
    private const int Grain = 4;

    public static byte[] Make(SeededSource source)
    {
        byte[] file = new byte[PixelsAt + Side * Side];
        WriteHeaders(file);
        int[] light = new int[Side * Side];
        AddShapes(light, source, cell: 256, weight: 96);
        AddShapes(light, source, cell: 64, weight: 64);
        AddShapes(light, source, cell: 16, weight: 24);
        Span<byte> pixels = file.AsSpan(PixelsAt);
        for (int at = 0; at < pixels.Length; at++)
        {
            // The sum of two draws: small deviations are more frequent than large ones.
            int grain = source.Below(2 * Grain + 1) + source.Below(2 * Grain + 1) - 2 * Grain;
            pixels[at] = (byte)Math.Clamp(32 + light[at] + grain, 0, 255);
        }

        return file;
    }

    private static void WriteHeaders(Span<byte> file)
    {
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[2..], file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file[10..], PixelsAt);
        Span<byte> info = file[FileHeader..];
        BinaryPrimitives.WriteInt32LittleEndian(info, InfoHeader);
        BinaryPrimitives.WriteInt32LittleEndian(info[4..], Side);
        BinaryPrimitives.WriteInt32LittleEndian(info[8..], Side);
        BinaryPrimitives.WriteInt16LittleEndian(info[12..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(info[14..], 8);
        BinaryPrimitives.WriteInt32LittleEndian(info[20..], Side * Side);
        BinaryPrimitives.WriteInt32LittleEndian(info[32..], Colours);
        Span<byte> palette = file[(FileHeader + InfoHeader)..];
        for (int grey = 0; grey < Colours; grey++)
        {
            palette.Slice(4 * grey, 3).Fill((byte)grey);
        }
    }

    // Random light at the corners of a grid, blended in between.
    private static void AddShapes(int[] light, SeededSource source, int cell, int weight)
    {
        int corners = Side / cell + 1;
        int[] grid = new int[corners * corners];
        for (int at = 0; at < grid.Length; at++)
        {
            grid[at] = source.Below(weight + 1);
        }

        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int corner = y / cell * corners + x / cell;
                int upper = Blend(grid[corner], grid[corner + 1], x % cell, cell);
                int lower = Blend(grid[corner + corners], grid[corner + corners + 1], x % cell, cell);
                light[y * Side + x] += Blend(upper, lower, y % cell, cell) / cell / cell;
            }
        }
    }

    private static int Blend(int one, int other, int step, int steps) => one * (steps - step) + other * step;
}
