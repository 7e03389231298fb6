using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>A dictionary of an authentication ticket. It is created at its first use, because few requests use it.</summary>
internal abstract class DictionaryOnDemand<TValue> : IDictionary<string, TValue>
{
    private IDictionary<string, TValue>? _items;

    public int Count => Items.Count;

    public bool IsReadOnly => Items.IsReadOnly;

    public ICollection<string> Keys => Items.Keys;

    public ICollection<TValue> Values => Items.Values;

    private IDictionary<string, TValue> Items => _items ??= Create();

    public TValue this[string key]
    {
        get => Items[key];
        set => Items[key] = value;
    }

    public void Add(string key, TValue value) => Items.Add(key, value);

    public void Add(KeyValuePair<string, TValue> item) => Items.Add(item);

    public void Clear() => Items.Clear();

    public bool Contains(KeyValuePair<string, TValue> item) => Items.Contains(item);

    public bool ContainsKey(string key) => Items.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, TValue>[] array, int arrayIndex) => Items.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => Items.GetEnumerator();

    public bool Remove(string key) => Items.Remove(key);

    public bool Remove(KeyValuePair<string, TValue> item) => Items.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value) => Items.TryGetValue(key, out value);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected abstract IDictionary<string, TValue> Create();
}
