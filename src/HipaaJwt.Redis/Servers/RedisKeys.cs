using StackExchange.Redis;

namespace HipaaJwt.Redis.Servers;

/// <summary>The names of the keys. They have one hash tag, so that a script may use all of them in a cluster.</summary>
internal sealed class RedisKeys
{
    private readonly string _replay;

    public RedisKeys(string prefix)
    {
        var tag = $"{{{prefix}}}:";
        Head = tag + "head";
        Log = tag + "log";
        Expiry = tag + "expiry";
        Pull = tag + "pull";
        Appended = RedisChannel.Literal(tag + "appended");
        _replay = tag + "replay:";
    }

    /// <summary>A hash: the epoch, the floor, the sequence and the tag of the last append.</summary>
    public RedisKey Head { get; }

    /// <summary>A stream: the revocations by their sequence.</summary>
    public RedisKey Log { get; }

    /// <summary>A sorted set: the sequences of the revocations by their expiry.</summary>
    public RedisKey Expiry { get; }

    /// <summary>A string that each read of the log writes.</summary>
    public RedisKey Pull { get; }

    /// <summary>The channel to which each append publishes.</summary>
    public RedisChannel Appended { get; }

    /// <summary>The key of a used one-time token or proof.</summary>
    public RedisKey Replay(string key) => _replay + key;
}
