using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Slipway.Benchmarks.ColdStart.Hello;

var serializer = new SourceGeneratorLambdaJsonSerializer<GreetingJson>();
using var bootstrap = LambdaBootstrapBuilder.Create<Greeting, Greeting>(greeting => new($"Hello, {greeting.Text}"), serializer).Build();
await bootstrap.RunAsync();
