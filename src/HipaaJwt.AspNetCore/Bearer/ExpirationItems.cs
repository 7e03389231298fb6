using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// The items of an authentication ticket that expires with its token. The dictionary is created at its first use, because only
/// long-lived connections read it.
/// </summary>
internal sealed class ExpirationItems : IDictionary<string, string?>
{
    private readonly DateTimeOffset _expiresAt;
    private IDictionary<string, string?>? _items;

    public ExpirationItems(DateTimeOffset expiresAt) => _expiresAt = expiresAt;

    public int Count => Items.Count;

    public bool IsReadOnly => Items.IsReadOnly;

    public ICollection<string> Keys => Items.Keys;

    public ICollection<string?> Values => Items.Values;

    private IDictionary<string, string?> Items => _items ??= new AuthenticationProperties { ExpiresUtc = _expiresAt }.Items;

    public string? this[string key]
    {
        get => Items[key];
        set => Items[key] = value;
    }

    public void Add(string key, string? value) => Items.Add(key, value);

    public void Add(KeyValuePair<string, string?> item) => Items.Add(item);

    public void Clear() => Items.Clear();

    public bool Contains(KeyValuePair<string, string?> item) => Items.Contains(item);

    public bool ContainsKey(string key) => Items.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, string?>[] array, int arrayIndex) => Items.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => Items.GetEnumerator();

    public bool Remove(string key) => Items.Remove(key);

    public bool Remove(KeyValuePair<string, string?> item) => Items.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string? value) => Items.TryGetValue(key, out value);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
