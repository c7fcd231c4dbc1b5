using System.Reflection;
using Amazon.Lambda.TestUtilities;

namespace Slipway.Tests.AwsPackages.Slices;

/// <summary>What the generator makes of functions, and what it refuses.</summary>
public sealed class GeneratorTests
{
    private const string Composition = """
        [assembly: LambdaSerializer(typeof(Slipway.Tests.AwsPackages.SampleSerializer))]

        namespace Sample;

        using Slipway.Tests.AwsPackages;

        [LambdaStartup]
        public sealed class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddSingleton("shop").AddScoped<Visit>();
        }

        public sealed class Visit { public Guid Id { get; } = Guid.NewGuid(); }

        """;

    private const string Shop = Composition + """
        public sealed class Till(string shop)
        {
            [LambdaFunction]
            public async Task<Order> SellAsync(Order order, ILambdaContext context, [FromServices] Visit visit)
            {
                await Task.Yield();
                return new Order($"{order.Name} of {shop} for {context.AwsRequestId} in {visit.Id != Guid.Empty}", order.Count + 1);
            }

            [LambdaFunction]
            public Guid Visited(Order? order, [FromServices] Visit visit) => visit.Id;

            [LambdaFunction]
            public Task RefuseAsync(Order order) => throw new InvalidOperationException(order.Name);

            [LambdaFunction]
            public void Forget(Order function, ILambdaContext scope) => scope.Logger.LogLine(function.Name);
        }
        """;

    private static readonly Lazy<Assembly> Compiled = new(() => GeneratedAssembly.Of(Shop).Load());

    [Fact]
    public async Task A_wrapper_fills_the_constructor_and_the_parameters_from_services()
    {
        var sold = await (Task<Order>)Call("SellAsync", new Order("tea"), new TestLambdaContext { AwsRequestId = "r-1" })!;

        Assert.Equal(new Order("tea of shop for r-1 in True", 2), sold);
    }

    [Fact]
    public void Each_invocation_has_its_own_scope()
    {
        var wrapper = New("Till_Visited_Generated");

        Assert.NotEqual(Call(wrapper, "Visited", new Order("tea")), Call(wrapper, "Visited", new Order("tea")));
    }

    [Fact]
    public async Task A_failure_passes_through_the_wrapper() =>
        Assert.Equal("tea", (await Assert.ThrowsAsync<InvalidOperationException>(() => (Task)Call("RefuseAsync", new Order("tea"))!)).Message);

    [Fact]
    public void A_function_may_answer_nothing()
    {
        var logger = new TestLambdaLogger();

        Assert.Null(Call("Forget", new Order("tea"), new TestLambdaContext { Logger = logger }));
        Assert.Equal($"tea{Environment.NewLine}", logger.Buffer.ToString());
    }

    [Theory]
    [InlineData(null, "ANNOTATIONS_HANDLER is not set; it must be one of: Forget, RefuseAsync, SellAsync, Visited.")]
    [InlineData("Sell", "ANNOTATIONS_HANDLER is 'Sell', which names no function; it must be one of: Forget, RefuseAsync, SellAsync, Visited.")]
    public async Task A_name_of_no_function_fails_and_names_those_that_are(string? handler, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => MainAsync(handler, null))).Message);

    [Fact]
    public async Task The_process_runs_the_function_that_the_environment_names()
    {
        await using var api = new FakeRuntimeApi();
        api.Offer("r-1", """{"name":"tea"}""");
        api.End();

        await Assert.ThrowsAsync<HttpRequestException>(() => MainAsync("SellAsync", api.Endpoint));

        var report = await api.NextReportAsync();
        Assert.Equal(new Report("invocation/r-1/response", """{"name":"tea of shop for r-1 in True","count":2}""", "application/json", null), report);
    }

    [Theory]
    [InlineData("SLICE001", "internal sealed class Till { [LambdaFunction] public void Sell(Order order) { } }")]
    [InlineData("SLICE001", "public sealed class Till<T> { [LambdaFunction] public void Sell(Order order) { } }")]
    [InlineData("SLICE001", "public static class Shop { public sealed class Till { [LambdaFunction] public void Sell(Order order) { } } }")]
    [InlineData("SLICE002", "public sealed class Till { [LambdaFunction] internal void Sell(Order order) { } }")]
    [InlineData("SLICE002", "public sealed class Till { [LambdaFunction] public static void Sell(Order order) { } }")]
    [InlineData("SLICE003", "public sealed class Till { [LambdaFunction] public void Sell() { } }")]
    [InlineData("SLICE003", "public sealed class Till { [LambdaFunction] public void Sell(ILambdaContext context) { } }")]
    [InlineData("SLICE003", "public sealed class Till { [LambdaFunction] public void Sell(ILambdaContext context, Order order) { } }")]
    [InlineData("SLICE003", "public sealed class Till { [LambdaFunction] public void Sell(Order order, CancellationToken stop) { } }")]
    [InlineData("SLICE003", "public sealed class Till { [LambdaFunction] public void Sell(ref Order order) { } }")]
    [InlineData("SLICE004", "public sealed class Till { [LambdaFunction] public async void Sell(Order order) => await Task.Yield(); }")]
    [InlineData("SLICE004", "public sealed class Till { [LambdaFunction] public ValueTask Sell(Order order) => default; }")]
    [InlineData("SLICE005", "public sealed class Till { [LambdaFunction] public void Sell(Order order) { } } public sealed class Web { [LambdaFunction] public void Sell(Order order) { } }")]
    [InlineData("SLICE006", "public sealed class Till { [LambdaFunction] public void Sell(Order order) { } } [LambdaStartup] public sealed class Other { }")]
    public void A_function_that_cannot_run_is_refused(string id, string source) =>
        Assert.Equal([id], GeneratedAssembly.Of(Composition + source).Diagnostics.Select(diagnostic => diagnostic.Id));

    [Fact]
    public void Functions_without_startup_and_serializer_are_refused() =>
        Assert.Equal(
            ["SLICE006", "SLICE007"],
            GeneratedAssembly.Of("public sealed class Till { [LambdaFunction] public void Sell(string order) { } }").Diagnostics.Select(diagnostic => diagnostic.Id));

    [Fact]
    public void A_refusal_says_where_and_why()
    {
        var diagnostic = Assert.Single(GeneratedAssembly.Of(Composition + "public sealed class Till { [LambdaFunction] public void Sell() { } }").Diagnostics);

        Assert.True(diagnostic.Location.GetLineSpan().StartLinePosition.Line > 0);
        Assert.Contains("The function Sell must take its event", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static object New(string wrapper) => Activator.CreateInstance(Compiled.Value.GetType($"Sample.{wrapper}", throwOnError: true)!)!;

    private static object? Call(string method, params object[] arguments) => Call(New($"Till_{method}_Generated"), method, arguments);

    private static object? Call(object wrapper, string method, params object[] arguments) =>
        wrapper.GetType().GetMethod(method)!.Invoke(wrapper, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static Task MainAsync(string? handler, string? endpoint)
    {
        Environment.SetEnvironmentVariable("ANNOTATIONS_HANDLER", handler);
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", endpoint);
        return (Task)Compiled.Value.GetType("Sample.GeneratedProgram", throwOnError: true)!.GetMethod("Main")!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null)!;
    }
}
