using System.Reflection;
using Amazon.Runtime;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>A client generated from a model that a test writes down, for what no service in use happens to need.</summary>
internal sealed class Sample
{
    private readonly Assembly assembly;
    private readonly object client;

    public Sample(string model, FakeService service)
    {
        assembly = Generated.Compile(model);
        var config = service.Configured((ClientConfig)Activator.CreateInstance(assembly.GetType("Amazon.Sample.AmazonSampleConfig")!)!);
        client = Activator.CreateInstance(assembly.GetType("Amazon.Sample.AmazonSampleClient")!, FakeService.Credentials, config)!;
    }

    public async Task<dynamic> CallAsync(string operation, Action<dynamic> fill)
    {
        dynamic request = Activator.CreateInstance(assembly.GetType($"Amazon.Sample.Model.{operation}Request")!)!;
        fill(request);
        dynamic call = client.GetType().GetMethod($"{operation}Async")!.Invoke(client, [request, TestContext.Current.CancellationToken])!;
        return await call;
    }
}
