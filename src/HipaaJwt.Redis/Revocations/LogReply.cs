using System.Globalization;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Revocations;

/// <summary>Reads the answers of the scripts.</summary>
internal static class LogReply
{
    private const int HeadLength = 5;
    private const int EntryParts = 6;

    /// <summary>Reads a page: the time, then the head if there is one, then the entries from the position of the reader on.</summary>
    public static RevocationLogPage ReadPage(RedisResult reply, long position, int maxRevocations)
    {
        var values = (RedisValue[]?)reply ?? throw new FormatException("The answer has no values.");
        var now = ReadTime(values[0]);
        if (values.Length < HeadLength)
        {
            return new RevocationLogPage { Head = null, Now = now, TagAtPosition = null, Revocations = [] };
        }

        var head = new RevocationLogHead
        {
            Epoch = ReadEpoch(values[1]),
            Floor = values[2].IsNullOrEmpty ? null : ReadTime(values[2]),
            Sequence = (long)values[3],
            Tag = (long)values[4],
        };
        var first = values.Length > HeadLength ? ReadEntry(values[HeadLength], head.Epoch) : null;
        var atPosition = first?.Sequence == position ? first : null;
        return new RevocationLogPage
        {
            Head = head,
            Now = now,
            TagAtPosition = position == head.Sequence ? head.Tag : atPosition?.Tag,
            Revocations = ReadEntries(values.AsSpan(HeadLength + (atPosition is null ? 0 : 1)), maxRevocations, head.Epoch),
        };
    }

    /// <summary>Reads the answer of an append: the epoch and the entry; null if there is no epoch.</summary>
    public static LoggedRevocation? ReadAppended(RedisResult reply) =>
        reply.IsNull || (RedisValue[]?)reply is not [var epoch, var entry] ? null : ReadEntry(entry, ReadEpoch(epoch));

    private static List<LoggedRevocation> ReadEntries(ReadOnlySpan<RedisValue> values, int max, Guid epoch)
    {
        var entries = new List<LoggedRevocation>(Math.Min(values.Length, max));
        foreach (var value in values[..entries.Capacity])
        {
            entries.Add(ReadEntry(value, epoch));
        }

        return entries;
    }

    private static LoggedRevocation ReadEntry(RedisValue value, Guid epoch)
    {
        var text = ((string?)value).AsSpan();
        Span<Range> parts = stackalloc Range[EntryParts + 1];
        if (text.Split(parts, ':') != EntryParts)
        {
            throw new FormatException("An entry of the log has another format.");
        }

        return new LoggedRevocation
        {
            Epoch = epoch,
            Sequence = long.Parse(text[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture),
            Tag = long.Parse(text[parts[1]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            Kind = (RevocationKind)int.Parse(text[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture),
            Key = UInt128.Parse(text[parts[3]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            RevokedAt = ReadTime(text[parts[4]]),
            ExpiresAt = ReadTime(text[parts[5]]),
        };
    }

    private static Guid ReadEpoch(RedisValue value) => Guid.ParseExact(((string?)value).AsSpan(), "N");

    private static DateTimeOffset ReadTime(RedisValue value) => ReadTime(((string?)value).AsSpan());

    private static DateTimeOffset ReadTime(ReadOnlySpan<char> microseconds) => DateTimeOffset.UnixEpoch.AddTicks(
        long.Parse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond);
}
