using System.Collections.Concurrent;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class KeyPoolTests
{
    [Fact]
    public async Task Eight_threads_never_hold_the_same_key_at_once()
    {
        ConcurrentBag<Key> made = [];
        var pool = new KeyPool<Key>(() =>
        {
            var key = new Key();
            made.Add(key);
            return key;
        });

        var workers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => TakeAndReturn(pool, times: 20_000),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        await Task.WhenAll(workers);

        made.Should().OnlyContain(key => key.Users == 0 && !key.WasShared && !key.WasUsedAfterDisposal);
        made.Count(key => !key.IsDisposed).Should().BeLessThanOrEqualTo(Math.Max(2, Environment.ProcessorCount));
    }

    [Fact]
    public void A_key_that_was_returned_is_taken_again()
    {
        var made = 0;
        var pool = new KeyPool<Key>(() =>
        {
            made++;
            return new Key();
        });

        for (var i = 0; i < 10; i++)
        {
            pool.Return(pool.Take());
        }

        made.Should().Be(1);
    }

    [Fact]
    public void A_key_that_finds_no_room_is_disposed_of()
    {
        var pool = new KeyPool<Key>(() => new Key());
        var keys = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount) + 1).Select(_ => pool.Take()).ToList();

        keys.ForEach(pool.Return);

        keys.SkipLast(1).Should().OnlyContain(key => !key.IsDisposed);
        keys[^1].IsDisposed.Should().BeTrue();
    }

    private static void TakeAndReturn(KeyPool<Key> pool, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var key = pool.Take();
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
