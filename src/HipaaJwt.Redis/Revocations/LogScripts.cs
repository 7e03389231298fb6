namespace HipaaJwt.Redis.Revocations;

/// <summary>
/// The scripts of the log, one for each operation. Redis runs a script without interruption. KEYS: head, log, expiry, pull. Times are
/// microseconds since 1970 by the clock of Redis.
/// </summary>
internal static class LogScripts
{
    /// <summary>
    /// Reads the log. ARGV: the time stamp of the reader's position, and the maximum number of entries including the one at the position.
    /// It writes first, because Redis then checks that it is a primary, and that it has replicas if <c>min-replicas-to-write</c> demands.
    /// </summary>
    public const string Read = Start + """
        redis.call('SET', KEYS[4], micros)
        dropIncomplete()
        local head = redis.call('HMGET', KEYS[1], 'epoch', 'floor', 'seq', 'tag')
        if not head[1] then
          return {micros}
        end
        local entries = redis.call('XRANGE', KEYS[2], ARGV[1] .. '-0', head[3] .. '-0', 'COUNT', ARGV[2])
        local page = {micros, head[1], head[2], head[3], head[4]}
        for index = 1, #entries do
          page[#page + 1] = entries[index][2][2]
        end
        return page
        """;

    /// <summary>Appends a revocation. ARGV: the tag, the kind, the key, the retention in microseconds, the channel.</summary>
    public const string Append = Start + """
        dropIncomplete()
        local head = redis.call('HMGET', KEYS[1], 'epoch', 'seq')
        if not head[1] then
          return false
        end
        local seq = string.format('%.0f', tonumber(head[2]) + 1)
        local expiry = string.format('%.0f', now + tonumber(ARGV[4]))
        local entry = table.concat({seq, ARGV[1], ARGV[2], ARGV[3], micros, expiry}, ':')
        redis.call('XADD', KEYS[2], seq .. '-0', 'e', entry)
        redis.call('HSET', KEYS[1], 'seq', seq, 'tag', ARGV[1])
        redis.call('ZADD', KEYS[3], expiry, seq)
        redis.pcall('PUBLISH', ARGV[5], seq)
        return {head[1], entry}
        """;

    /// <summary>
    /// Starts an epoch. ARGV: the replaced epoch or empty, the epoch, the tag, 1 if it has a floor, the channel. The sequence never
    /// decreases, also if only the head was lost.
    /// </summary>
    public const string StartEpoch = Start + """
        local head = redis.call('HMGET', KEYS[1], 'epoch', 'floor', 'seq')
        if (head[1] or '') ~= ARGV[1] then
          return 0
        end
        local last = string.match(lastId() or '0', '^%d+')
        local seq = string.format('%.0f', math.max(tonumber(head[3] or 0), tonumber(last)) + 1)
        local floor = ''
        if ARGV[4] == '1' then
          floor = string.format('%.0f', math.max(now, tonumber(head[2]) or 0))
        end
        redis.call('XADD', KEYS[2], seq .. '-0', 'e', '')
        redis.call('XDEL', KEYS[2], seq .. '-0')
        redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'floor', floor, 'seq', seq, 'tag', ARGV[3])
        redis.pcall('PUBLISH', ARGV[5], seq)
        return 1
        """;

    /// <summary>Removes expired revocations. ARGV: the maximum number.</summary>
    public const string Prune = Start + """
        local expired = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', '(' .. micros, 'LIMIT', 0, ARGV[1])
        if #expired == 0 then
          return 0
        end
        local ids = {}
        for index = 1, #expired do
          ids[index] = expired[index] .. '-0'
        end
        redis.call('XDEL', KEYS[2], unpack(ids))
        redis.call('ZREM', KEYS[3], unpack(expired))
        return #expired
        """;

    /// <summary>The maximum number of removed revocations. Lua unpacks about 8,000 arguments, and a long script blocks Redis.</summary>
    public const int MaxPrune = 1_000;

    /// <summary>
    /// Each script fails on a replica, also on one that accepts writes. A stream knows the identifier of its last entry even if it is
    /// empty. If it is not the sequence of the head, the log was lost without the head. The epoch then ends, as if the store were empty.
    /// </summary>
    private const string Start = """
        local info = redis.pcall('INFO', 'replication')
        if type(info) == 'string' and string.find(info, 'role:slave', 1, true) then
          return redis.error_reply('READONLY The revocations are not read from a replica.')
        end
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local micros = string.format('%.0f', now)
        local function lastId()
          local stream = redis.pcall('XINFO', 'STREAM', KEYS[2])
          if not stream.err then
            for index = 1, #stream, 2 do
              if stream[index] == 'last-generated-id' then
                return stream[index + 1]
              end
            end
          elseif redis.call('EXISTS', KEYS[2]) == 1 then
            error(stream.err)
          end
        end
        local function dropIncomplete()
          local seq = redis.call('HGET', KEYS[1], 'seq')
          if seq and lastId() ~= seq .. '-0' then
            redis.call('HDEL', KEYS[1], 'epoch')
          end
        end

        """;
}
