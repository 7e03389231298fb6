using System.Collections;

namespace HipaaJwt.Jws;

/// <summary>
/// A list of algorithms for options. The framework's list would have to be compiled for the enum at start, because no machine code of the
/// framework contains it.
/// </summary>
internal sealed class AlgorithmList : IList<JwsAlgorithm>
{
    private JwsAlgorithm[] _items;

    public AlgorithmList(params JwsAlgorithm[] items)
    {
        _items = items;
        Count = items.Length;
    }

    public int Count { get; private set; }

    public bool IsReadOnly => false;

    public JwsAlgorithm this[int index]
    {
        get => _items[Checked(index, Count)];
        set => _items[Checked(index, Count)] = value;
    }

    public void Add(JwsAlgorithm item) => Insert(Count, item);

    public void Insert(int index, JwsAlgorithm item)
    {
        Checked(index, Count + 1);
        var items = Count < _items.Length ? _items : new JwsAlgorithm[Math.Max(4, Count * 2)];
        Array.Copy(_items, items, index);
        Array.Copy(_items, index, items, index + 1, Count - index);
        items[index] = item;
        _items = items;
        Count++;
    }

    public bool Remove(JwsAlgorithm item)
    {
        var index = IndexOf(item);
        if (index < 0)
        {
            return false;
        }

        RemoveAt(index);
        return true;
    }

    public void RemoveAt(int index)
    {
        Array.Copy(_items, Checked(index, Count) + 1, _items, index, Count - index - 1);
        Count--;
    }

    public void Clear() => Count = 0;

    public bool Contains(JwsAlgorithm item) => IndexOf(item) >= 0;

    public int IndexOf(JwsAlgorithm item)
    {
        for (var index = 0; index < Count; index++)
        {
            if (_items[index] == item)
            {
                return index;
            }
        }

        return -1;
    }

    public void CopyTo(JwsAlgorithm[] array, int arrayIndex) => Array.Copy(_items, 0, array, arrayIndex, Count);

    public IEnumerator<JwsAlgorithm> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return _items[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Checked(int index, int length) =>
        (uint)index < (uint)length ? index : throw new ArgumentOutOfRangeException(nameof(index));
}
