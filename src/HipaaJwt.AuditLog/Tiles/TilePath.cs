using System.Globalization;

namespace HipaaJwt.AuditLog.Tiles;

/// <summary>The paths of tiles (C2SP tlog-tiles).</summary>
internal static class TilePath
{
    /// <summary>The number of hashes of a full tile.</summary>
    public const int Width = 256;

    private const string Root = "tile";

    public static string OfHashes(int level, long index, int width) => Of(level.ToString(CultureInfo.InvariantCulture), index, width);

    public static string OfEntries(long index, int width) => Of("entries", index, width);

    private static string Of(string folder, long index, int width)
    {
        var path = (index % 1000).ToString("D3", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000)
        {
            path = "x" + (rest % 1000).ToString("D3", CultureInfo.InvariantCulture) + "/" + path;
        }

        var suffix = width == Width ? "" : ".p/" + width.ToString(CultureInfo.InvariantCulture);
        return $"{Root}/{folder}/{path}{suffix}";
    }
}
