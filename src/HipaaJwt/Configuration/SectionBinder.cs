using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Binds the entries of a section by name. An unknown name stops the start. Binding by name needs no reflection.</summary>
internal static class SectionBinder
{
    public static void Bind<T>(T target, IConfiguration section, Dictionary<string, Action<T, IConfigurationSection>> known, Func<string, bool>? ignored = null)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            if (known.TryGetValue(child.Key, out var bind))
            {
                bind(target, child);
            }
            else if (ignored?.Invoke(child.Key) != true)
            {
                throw ConfigurationReader.Unknown(child, string.Join(", ", known.Keys));
            }
        }
    }

    /// <summary>Entries in configuration replace a default, because configuration cannot clear a list first.</summary>
    public static void Replace<T>(IList<T> list, IEnumerable<T> entries)
    {
        list.Clear();
        Add(list, entries);
    }

    /// <summary>If the default is empty, nothing is replaced, and what code has added stays.</summary>
    public static void Add<T>(IList<T> list, IEnumerable<T> entries)
    {
        foreach (var entry in entries)
        {
            list.Add(entry);
        }
    }
}
