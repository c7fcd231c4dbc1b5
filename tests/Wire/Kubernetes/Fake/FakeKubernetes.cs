using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>How a request fails that the fake was told to fail.</summary>
internal sealed record FakeFault(int Code, string? RetryAfter = null)
{
    /// <summary>The connection ends in the middle of the answer.</summary>
    public static FakeFault Cut { get; } = new(0);

    /// <summary>No answer comes.</summary>
    public static FakeFault Hang { get; } = new(-1);

    /// <summary>What was asked is done, and the connection ends before the answer.</summary>
    public static FakeFault Lost { get; } = new(-2);
}

/// <summary>
/// An API server over TLS with the controllers and nodes behind it, in this process. It follows what Kubernetes publishes of its API, as
/// far as workloads, pods and jobs go; its time passes when a test says so.
/// </summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Lock _gate = new();
    private readonly List<(Func<FakeRequest, bool> Matches, FakeFault Fault, int Left)> _faults = [];
    private readonly FakeNodes _nodes;
    private readonly FakeJobs _jobs;
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private FakeKubernetes(X509Certificate2? certificate)
    {
        Store = new(() => _now);
        _nodes = new(Store, Images);
        Controllers = new(Store, _nodes);
        _jobs = new(Store, _nodes);
        Routes = new(Store, _nodes, Images, () => _now);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.UseHttps(https =>
            {
                https.ServerCertificate = certificate ?? Authority.Server("127.0.0.1");
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        _server = builder.Build();
        _server.Run(HandleAsync);
    }

    public TestAuthority Authority { get; } = new("kubernetes");

    public FakeStore Store { get; }

    public FakeImages Images { get; } = new();

    public FakeControllers Controllers { get; }

    public FakeRoutes Routes { get; }

    /// <summary>The tokens and the subjects of client certificates that open the server.</summary>
    public HashSet<string> Known { get; } = new(StringComparer.Ordinal) { "good-token" };

    /// <summary>What nobody may do: "patch deployments/scale".</summary>
    public HashSet<string> Forbidden { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Called before a request is answered: what somebody else does meanwhile.</summary>
    public Action<FakeRequest>? Before { get; set; }

    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public DateTimeOffset Now => _now;

    public int Capacity { set => _nodes.Capacity = value; }

    public static async Task<FakeKubernetes> StartAsync(X509Certificate2? certificate = null)
    {
        var fake = new FakeKubernetes(certificate);
        await fake._server.StartAsync(TestContext.Current.CancellationToken);
        return fake;
    }

    /// <summary>Lets requests fail, by default the next one and for ever.</summary>
    public void Fail(FakeFault fault, int times = int.MaxValue, Func<FakeRequest, bool>? when = null)
    {
        lock (_gate)
        {
            _faults.Add((when ?? (_ => true), fault, times));
        }
    }

    /// <summary>Lets controllers and nodes work, second by second.</summary>
    public void Pass(TimeSpan time)
    {
        lock (_gate)
        {
            for (var second = 0; second < time.TotalSeconds; second++)
            {
                _now = _now.AddSeconds(1);
                Controllers.Step(_now);
                _jobs.Step(_now);
                _nodes.Step(_now);
            }
        }
    }

    /// <summary>Does something with the objects while no request does.</summary>
    public void Arrange(Action<FakeStore> arrange)
    {
        lock (_gate)
        {
            arrange(Store);
        }
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new FakeRequest(
            context.Request.Method,
            context.Request.Path.Value!,
            context.Request.Query.ToDictionary(item => item.Key, item => item.Value.ToString()),
            context.Request.ContentType?.Split(';')[0] ?? "",
            await reader.ReadToEndAsync(context.RequestAborted));
        Requests.Enqueue(request);
        switch (Fault(request))
        {
            case { Code: 0 }:
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"metadata\":{");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            case { Code: -1 }:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case { Code: -2 }:
                Do(request);
                context.Abort();
                return;
            case { } fault:
                context.Response.Headers.RetryAfter = fault.RetryAfter;
                await WriteAsync(context, FakeAnswer.Status(fault.Code, "Failure", fault.Code == 429 ? "Too many requests, please try again later." : "etcdserver: request timed out"));
                return;
        }

        var who = context.Connection.ClientCertificate?.Subject ?? context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        await WriteAsync(context, !Known.Contains(who) ? FakeAnswer.Unauthorized : Forbidden.Contains(request.Permission) ? Denied(request) : Do(request));
    }

    private FakeAnswer Do(FakeRequest request)
    {
        lock (_gate)
        {
            Before?.Invoke(request);
            return Routes.Answer(request);
        }
    }

    private FakeFault? Fault(FakeRequest request)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(fault => fault.Left > 0 && fault.Matches(request));
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index];
            _faults[index] = fault with { Left = fault.Left - 1 };
            return fault.Fault;
        }
    }

    private static FakeAnswer Denied(FakeRequest request) => FakeAnswer.Status(403, "Forbidden", string.Create(CultureInfo.InvariantCulture,
        $"{request.Plural}.{request.Group} \"{request.Name}\" is forbidden: User \"slipway\" cannot {request.Permission} in API group \"{request.Group}\" in the namespace \"{request.Namespace}\""));

    private static async Task WriteAsync(HttpContext context, FakeAnswer answer)
    {
        context.Response.StatusCode = answer.Code;
        context.Response.ContentType = answer.Text is null ? "application/json" : "text/plain";
        await context.Response.WriteAsync(answer.Text ?? answer.Json?.ToJsonString() ?? "", context.RequestAborted);
    }
}
