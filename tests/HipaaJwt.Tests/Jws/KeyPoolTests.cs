using System.Collections.Concurrent;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class KeyPoolTests
{
    [Fact]
    public async Task Eight_threads_never_use_the_same_key_at_the_same_time()
    {
        ConcurrentBag<Key> created = [];
        var pool = new KeyPool<Key>(() =>
        {
            var key = new Key();
            created.Add(key);
            return key;
        });

        var workers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => RentAndReturn(pool, times: 20_000),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        await Task.WhenAll(workers);

        created.Should().OnlyContain(key => key.Users == 0 && !key.WasShared && !key.WasUsedAfterDisposal);
        created.Count(key => !key.IsDisposed).Should().BeLessThanOrEqualTo(Math.Max(2, Environment.ProcessorCount));
    }

    [Fact]
    public void Reuses_a_returned_key()
    {
        var created = 0;
        var pool = new KeyPool<Key>(() =>
        {
            created++;
            return new Key();
        });

        for (var i = 0; i < 10; i++)
        {
            pool.Return(pool.Rent());
        }

        created.Should().Be(1);
    }

    [Fact]
    public void Disposes_a_key_if_the_pool_is_full()
    {
        var pool = new KeyPool<Key>(() => new Key());
        var keys = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount) + 1).Select(_ => pool.Rent()).ToList();

        keys.ForEach(pool.Return);

        keys.SkipLast(1).Should().OnlyContain(key => !key.IsDisposed);
        keys[^1].IsDisposed.Should().BeTrue();
    }

    private static void RentAndReturn(KeyPool<Key> pool, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var key = pool.Rent();
            key.Use();
            pool.Return(key);
        }
    }

    private sealed class Key : IDisposable
    {
        private int _users;

        public int Users => _users;

        public bool WasShared { get; private set; }

        public bool WasUsedAfterDisposal { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Use()
        {
            WasShared |= Interlocked.Increment(ref _users) != 1;
            WasUsedAfterDisposal |= IsDisposed;
            Thread.SpinWait(20);
            Interlocked.Decrement(ref _users);
        }

        public void Dispose() => IsDisposed = true;
    }
}
