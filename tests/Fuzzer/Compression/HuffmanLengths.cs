namespace Stratus.Realtime.Fuzzer.Compression;

/// <summary>
/// Code lengths from frequencies, by Huffman's construction with two queues: the leaves in ascending order, and the joined nodes,
/// which come into being in ascending order by themselves. Where the tree is deeper than allowed, the frequencies are
/// flattened and the tree is built again; that is rare, and costs little.
/// </summary>
internal sealed class HuffmanLengths(int symbolCount, int maxLength)
{
    // A key is frequency << 16 | symbol, so that sorting keys sorts leaves.
    private readonly long[] leaves = new long[symbolCount];
    private readonly long[] weights = new long[2 * symbolCount];
    private readonly int[] parents = new int[2 * symbolCount];
    private readonly byte[] depths = new byte[2 * symbolCount];

    public void Assign(ReadOnlySpan<int> frequencies, Span<byte> lengths)
    {
        lengths.Clear();
        int used = 0;
        for (int symbol = 0; symbol < frequencies.Length; symbol++)
        {
            if (frequencies[symbol] != 0)
            {
                leaves[used++] = ((long)frequencies[symbol] << 16) | (uint)symbol;
            }
        }

        // RFC 1951 §3.2.7: a lone symbol takes one bit, not none.
        int depth = used == 1 ? 1 : BuildTree(used);
        while (depth > maxLength)
        {
            Flatten(used);
            depth = BuildTree(used);
        }

        for (int leaf = 0; leaf < used; leaf++)
        {
            lengths[(int)(leaves[leaf] & 0xffff)] = used == 1 ? (byte)1 : depths[leaf];
        }
    }

    private void Flatten(int used)
    {
        for (int leaf = 0; leaf < used; leaf++)
        {
            long frequency = leaves[leaf] >> 16;
            leaves[leaf] = (((frequency >> 1) | 1) << 16) | (leaves[leaf] & 0xffff);
        }
    }

    // Nodes 0..used-1 are leaves, the rest are joined; the last is the root. Returns the depth of the tree.
    private int BuildTree(int used)
    {
        leaves.AsSpan(0, used).Sort();
        for (int leaf = 0; leaf < used; leaf++)
        {
            weights[leaf] = leaves[leaf] >> 16;
        }

        int nextLeaf = 0;
        int nextJoined = used;
        for (int node = used; node < 2 * used - 1; node++)
        {
            int one = TakeLightest(used, node, ref nextLeaf, ref nextJoined);
            int other = TakeLightest(used, node, ref nextLeaf, ref nextJoined);
            weights[node] = weights[one] + weights[other];
            parents[one] = node;
            parents[other] = node;
        }

        return MeasureDepths(used);
    }

    private int TakeLightest(int used, int node, ref int nextLeaf, ref int nextJoined)
    {
        bool isLeaf = nextLeaf < used && (nextJoined == node || weights[nextLeaf] <= weights[nextJoined]);
        return isLeaf ? nextLeaf++ : nextJoined++;
    }

    private int MeasureDepths(int used)
    {
        int root = 2 * used - 2;
        int deepest = 0;
        if (root >= 0)
        {
            depths[root] = 0;
        }

        for (int node = root - 1; node >= 0; node--)
        {
            depths[node] = (byte)(depths[parents[node]] + 1);
            deepest = Math.Max(deepest, depths[node]);
        }

        return deepest;
    }
}
