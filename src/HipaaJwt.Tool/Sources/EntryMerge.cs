using System.Runtime.CompilerServices;

namespace HipaaJwt.Tool.Sources;

/// <summary>Merges the events of two logs by their times, as the streams of a directory are merged.</summary>
internal static class EntryMerge
{
    /// <summary>Merges events. Those of each log stay in their order. A record without a time stays behind the one before it.</summary>
    public static async IAsyncEnumerable<AuditLogEntry> ByTimeAsync(
        IAsyncEnumerable<AuditLogEntry> left,
        IAsyncEnumerable<AuditLogEntry> right,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lefts = left.GetAsyncEnumerator(cancellation);
        await using var leftOwner = lefts.ConfigureAwait(false);
        var rights = right.GetAsyncEnumerator(cancellation);
        await using var rightOwner = rights.ConfigureAwait(false);
        var hasLeft = await lefts.MoveNextAsync().ConfigureAwait(false);
        var hasRight = await rights.MoveNextAsync().ConfigureAwait(false);
        var (leftTime, rightTime) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        while (hasLeft || hasRight)
        {
            leftTime = hasLeft ? lefts.Current.Event?.Time ?? leftTime : DateTimeOffset.MaxValue;
            rightTime = hasRight ? rights.Current.Event?.Time ?? rightTime : DateTimeOffset.MaxValue;
            if (hasLeft && leftTime <= rightTime)
            {
                yield return lefts.Current;
                hasLeft = await lefts.MoveNextAsync().ConfigureAwait(false);
            }
            else
            {
                yield return rights.Current;
                hasRight = await rights.MoveNextAsync().ConfigureAwait(false);
            }
        }
    }
}
