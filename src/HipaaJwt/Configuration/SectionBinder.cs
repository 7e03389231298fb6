using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Binds the entries of a section by name, without reflection. An unknown name stops the host at start.</summary>
internal static class SectionBinder
{
    public static void Bind<T>(
        T target,
        IConfiguration section,
        Dictionary<string, Action<T, IConfigurationSection>> known,
        Func<string, bool>? isIgnored = null,
        IEnumerable<string>? others = null,
        Func<string, string?>? elsewhere = null)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            if (known.TryGetValue(child.Key, out var bind))
            {
                bind(target, child);
            }
            else if (isIgnored?.Invoke(child.Key) != true)
            {
                throw ConfigurationReader.UnknownOption(child, [.. known.Keys, .. others ?? []], elsewhere?.Invoke(child.Key));
            }
        }
    }

    /// <summary>Replaces the entries of a list with a default value, because configuration cannot clear the list.</summary>
    public static void Replace<T>(IList<T> list, IEnumerable<T> entries)
    {
        list.Clear();
        Add(list, entries);
    }

    /// <summary>Adds the entries that a list does not contain yet.</summary>
    public static void AddMissing<T>(IList<T> list, IEnumerable<T> entries)
    {
        foreach (var entry in entries.Where(entry => !list.Contains(entry)))
        {
            list.Add(entry);
        }
    }

    /// <summary>Adds entries to a list whose default is empty. Entries that code has added stay.</summary>
    public static void Add<T>(IList<T> list, IEnumerable<T> entries)
    {
        foreach (var entry in entries)
        {
            list.Add(entry);
        }
    }
}
