using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>A FHIR server on a real socket that stores AuditEvent resources, or answers as a test says.</summary>
internal sealed class FhirEndpoint : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<string> _received = [];
    private readonly ConcurrentQueue<Func<HttpContext, Action, Task>> _answers = new();
    private WebApplication? _app;

    /// <summary>Reserves an address at which nothing listens yet.</summary>
    public FhirEndpoint()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/fhir");
    }

    public Uri Address { get; }

    /// <summary>The number of requests.</summary>
    public int Requests { get; private set; }

    /// <summary>The answer to a resource, if it decides by its contents; null to store everything.</summary>
    public Func<string, int>? Judge { get; set; }

    /// <summary>The identifiers of events in the order in which they were stored first.</summary>
    public IReadOnlyList<Guid> Order
    {
        get
        {
            lock (_lock)
            {
                return [.. _order.Select(Guid.Parse)];
            }
        }
    }

    /// <summary>The resources in the order in which they were stored, also if one is stored again.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _stored.Count;
            }
        }
    }

    public string? LastContentType { get; private set; }

    public static async Task<FhirEndpoint> StartAsync()
    {
        var endpoint = new FhirEndpoint();
        await endpoint.ListenAsync();
        return endpoint;
    }

    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.GetLeftPart(UriPartial.Authority));
        _app = builder.Build();
        _app.MapPost("/fhir/AuditEvent", (HttpContext http) => HandleAsync(http, null));
        _app.MapPut("/fhir/AuditEvent/{id}", (HttpContext http, string id) => HandleAsync(http, id));
        await _app.StartAsync();
    }

    /// <summary>Answers the next request with a status, and stores nothing.</summary>
    public FhirEndpoint Then(int status, string? retryAfter = null) => Then((http, _) =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.CompletedTask;
    });

    /// <summary>Stores the next resources.</summary>
    public FhirEndpoint ThenStore(int count)
    {
        for (var number = 0; number < count; number++)
        {
            Then((http, store) =>
            {
                store();
                http.Response.StatusCode = StatusCodes.Status201Created;
                return Task.CompletedTask;
            });
        }

        return this;
    }

    /// <summary>Stores the next resource, and breaks the connection instead of answering.</summary>
    public FhirEndpoint ThenDropAfterStoring() => Then((http, store) =>
    {
        store();
        http.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Does not answer the next request until the client gives up.</summary>
    /// <param name="received">Is completed when the request is there.</param>
    /// <param name="stores">Whether the resource is stored all the same.</param>
    public FhirEndpoint ThenHang(TaskCompletionSource received, bool stores = false) => Then(async (http, store) =>
    {
        if (stores)
        {
            store();
        }

        received.SetResult();
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private FhirEndpoint Then(Func<HttpContext, Action, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    private async Task HandleAsync(HttpContext http, string? id)
    {
        Requests++;
        LastContentType = http.Request.ContentType;
        using var reader = new StreamReader(http.Request.Body);
        var json = await reader.ReadToEndAsync();
        if (_answers.TryDequeue(out var answer))
        {
            await answer(http, () => Store(json, id));
            return;
        }

        http.Response.StatusCode = Judge?.Invoke(json) ?? StatusCodes.Status201Created;
        if (http.Response.StatusCode == StatusCodes.Status201Created)
        {
            Store(json, id);
        }
    }

    private void Store(string json, string? id)
    {
        using var document = JsonDocument.Parse(json);
        var hasId = document.RootElement.TryGetProperty("id", out var inBody);
        (hasId ? inBody.GetString() : null).Should().Be(id, "PUT has the identifier in the body too, and POST has none");
        var key = id ?? Guid.NewGuid().ToString();
        lock (_lock)
        {
            _received.Add(json);
            if (_stored.TryAdd(key, json))
            {
                _order.Add(key);
            }
        }
    }
}
