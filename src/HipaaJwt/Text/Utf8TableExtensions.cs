namespace HipaaJwt.Text;

/// <summary>Creates tables from sequences.</summary>
internal static class Utf8TableExtensions
{
    /// <summary>
    /// Creates a table. The entries are reference types, because the runtime would have to compile the code for others at start.
    /// </summary>
    /// <param name="entries">The entries. Their names differ.</param>
    /// <param name="nameOf">Gets the key of an entry.</param>
    /// <param name="valueOf">Gets the value of an entry.</param>
    public static Utf8Table<TValue> ToUtf8Table<TEntry, TValue>(
        this IEnumerable<TEntry> entries, Func<TEntry, string> nameOf, Func<TEntry, TValue> valueOf)
        where TEntry : class
        where TValue : class
    {
        TEntry[] all = [.. entries];
        return new Utf8Table<TValue>([.. all.Select(nameOf)], [.. all.Select(valueOf)]);
    }

    /// <summary>Creates a table whose values are the entries.</summary>
    public static Utf8Table<TEntry> ToUtf8Table<TEntry>(this IEnumerable<TEntry> entries, Func<TEntry, string> nameOf)
        where TEntry : class => entries.ToUtf8Table(nameOf, entry => entry);

    /// <summary>Creates a table of names.</summary>
    public static Utf8Table<string> ToUtf8Table(this IEnumerable<string> names) => names.ToUtf8Table(name => name);
}
