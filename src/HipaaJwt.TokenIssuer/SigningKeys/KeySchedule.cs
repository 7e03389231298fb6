namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Decides from the keys of a purpose which key is due and which are no longer needed. It acts on nothing.</summary>
internal static class KeySchedule
{
    /// <summary>The time after which a creation that is not complete has been interrupted.</summary>
    private static readonly TimeSpan Interrupted = TimeSpan.FromSeconds(10);

    /// <summary>Finds the key that must be created.</summary>
    /// <returns>The number of the key and the delay of its activation; null if none is due.</returns>
    public static (long Slot, TimeSpan Delay)? FindDue(KeyPurpose purpose, SigningKeyPage page)
    {
        var newest = page.Keys.LastOrDefault(key => !key.IsWithdrawn);
        var next = (page.Keys.Count == 0 ? 0 : page.Keys.Max(key => key.Slot)) + 1;
        if (newest is null)
        {
            // The first key, and the one after all others were withdrawn, must sign at once.
            return (next, TimeSpan.Zero);
        }

        var isDue = newest.Algorithm != purpose.Algorithm || newest.ActivatesAt + purpose.Interval - purpose.Announcement <= page.Now;
        return isDue ? (next, purpose.Announcement) : null;
    }

    /// <summary>Finds keys whose creation has no audit event, although the process that added them had the time to write it.</summary>
    public static IEnumerable<StoredSigningKey> FindInterrupted(SigningKeyPage page) =>
        page.Keys.Where(key => !key.IsRecorded && key.CreatedAt + Interrupted <= page.Now);

    /// <summary>Finds keys that no token needs any more. The newest key always stays, so that its number is not used again.</summary>
    public static IEnumerable<StoredSigningKey> FindObsolete(KeyPurpose purpose, SigningKeyPage page)
    {
        for (var index = 0; index < page.Keys.Count - 1; index++)
        {
            var key = page.Keys[index];
            var successor = page.Keys.Skip(index + 1).FirstOrDefault(later => !later.IsWithdrawn && later.ActivatesAt <= page.Now);
            if (successor is not null && successor.ActivatesAt + purpose.KeptAfterUse <= page.Now)
            {
                yield return key;
            }
        }
    }
}
