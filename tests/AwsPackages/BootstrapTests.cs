using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace Slipway.Tests.AwsPackages;

/// <summary>The invoke loop on the wire.</summary>
public sealed class BootstrapTests
{
    [Fact]
    public async Task An_answer_is_reported_under_its_request_id()
    {
        await using var api = new FakeRuntimeApi();
        api.Offer("r-1", """{"name":"tea"}""");
        api.Offer("r-2", """{"name":"milk","count":2}""");

        var reports = await RunAsync(api, 2, LambdaBootstrapBuilder.Create<Order, Order>(order => order with { Count = order.Count + 1 }, new SampleSerializer()));

        Assert.Equal(["invocation/r-1/response", "invocation/r-2/response"], reports.Select(report => report.Path));
        Assert.Equal(["""{"name":"tea","count":2}""", """{"name":"milk","count":3}"""], reports.Select(report => report.Body));
    }

    [Fact]
    public async Task A_handler_learns_of_its_invocation()
    {
        var deadline = DateTimeOffset.UtcNow.AddMinutes(5);
        await using var api = new FakeRuntimeApi { Deadline = deadline };
        api.Offer("r-1", """{"name":"tea"}""");
        ILambdaContext? seen = null;

        await RunAsync(api, 1, LambdaBootstrapBuilder.Create<Order>(
            (_, context) =>
            {
                seen = context;
                return Task.CompletedTask;
            },
            new SampleSerializer()));

        Assert.NotNull(seen);
        Assert.Equal("r-1", seen.AwsRequestId);
        Assert.Equal("Root=1-r-1", seen.TraceId);
        Assert.Equal("arn:aws:lambda:eu-west-1:111122223333:function:sample", seen.InvokedFunctionArn);
        Assert.InRange(seen.RemainingTime, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_failure_is_reported_with_the_short_name_of_its_class_and_the_loop_goes_on()
    {
        await using var api = new FakeRuntimeApi();
        api.Offer("r-1", """{"name":"tea"}""");
        api.Offer("r-2", """{"name":"milk"}""");

        var reports = await RunAsync(api, 2, LambdaBootstrapBuilder.Create<Order, Order>(
            async order =>
            {
                await Task.Yield();
                return order.Name == "tea" ? throw new OutOfTeaException("no tea", new TimeoutException("the shop is closed")) : order;
            },
            new SampleSerializer()));

        Assert.Equal("invocation/r-1/error", reports[0].Path);
        Assert.Equal(nameof(OutOfTeaException), reports[0].ErrorType);
        var error = JsonDocument.Parse(reports[0].Body).RootElement;
        Assert.Equal(nameof(OutOfTeaException), error.GetProperty("errorType").GetString());
        Assert.Equal("no tea", error.GetProperty("errorMessage").GetString());
        Assert.NotEqual(0, error.GetProperty("stackTrace").GetArrayLength());
        Assert.Equal(nameof(TimeoutException), error.GetProperty("cause").GetProperty("errorType").GetString());
        Assert.Equal("invocation/r-2/response", reports[1].Path);
    }

    [Fact]
    public async Task An_event_that_is_not_the_handlers_is_an_error_of_the_invocation()
    {
        await using var api = new FakeRuntimeApi();
        api.Offer("r-1", "{ not json");

        var reports = await RunAsync(api, 1, LambdaBootstrapBuilder.Create<Order>(_ => Assert.Fail("nothing to handle"), new SampleSerializer()));

        Assert.Equal("invocation/r-1/error", reports[0].Path);
        Assert.Equal("JsonSerializerException", reports[0].ErrorType);
    }

    [Fact]
    public async Task A_failed_start_is_reported_and_ends_the_process()
    {
        await using var api = new FakeRuntimeApi();
        using var bootstrap = LambdaBootstrapBuilder.Create<Order>(_ => { }, new SampleSerializer())
            .ConfigureOptions(options => options.RuntimeApiEndpoint = api.Endpoint)
            .UseBootstrapHandler(() => throw new OutOfTeaException("not even a start"))
            .Build();

        await Assert.ThrowsAsync<OutOfTeaException>(() => bootstrap.RunAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

        var report = await api.NextReportAsync();
        Assert.Equal("init/error", report.Path);
        Assert.Contains("not even a start", report.Body, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Report>> RunAsync(FakeRuntimeApi api, int count, LambdaBootstrapBuilder builder)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var bootstrap = builder.ConfigureOptions(options => options.RuntimeApiEndpoint = api.Endpoint).Build();
        var running = bootstrap.RunAsync(stop.Token);
        var reports = new List<Report>();
        while (reports.Count < count) reports.Add(await api.NextReportAsync());
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return reports;
    }

    private sealed class OutOfTeaException(string message, Exception? cause = null) : Exception(message, cause);
}
