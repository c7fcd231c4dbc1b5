using System.Text;
using System.Text.Json;
using Slipway.Tests.AwsPackages;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Packaging;

/// <summary>What Lambda is given, started as Lambda starts it.</summary>
public sealed class NativeBootstrapTests(NativeBootstrap bootstrap) : IClassFixture<NativeBootstrap>
{
    [Fact]
    public async Task The_native_program_answers_an_event_and_writes_to_the_table()
    {
        bootstrap.IsNeeded();
        var asked = new TaskCompletionSource<string>();
        await using var table = new ScriptedServer(async (stream, over) => await AnswerAsync(stream, asked, over));
        await using var api = new FakeRuntimeApi { Deadline = DateTimeOffset.UtcNow.AddSeconds(30) };
        api.Offer("r-1", Batch("""{"id":"e-1","source":"aws.ecr","detail-type":"ECR Image Action","detail":{"action-type":"DELETE"}}"""));

        using var process = bootstrap.Start(Variables("AcceptRegistryEventsAsync", api.Endpoint, table.Host));
        try
        {
            var report = await api.NextReportAsync();

            Assert.Equal(("invocation/r-1/response", """{"batchItemFailures":[]}"""), (report.Path, report.Body));
            var request = await asked.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            Assert.Contains("DynamoDB_20120810.PutItem", request, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task An_unknown_function_ends_the_program_with_the_names_that_there_are()
    {
        bootstrap.IsNeeded();

        using var process = bootstrap.Start(Variables("AcceptRegistryEvents", "127.0.0.1:9", "127.0.0.1:9"));
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("ANNOTATIONS_HANDLER is 'AcceptRegistryEvents', which names no function; it must be one of: ", said, StringComparison.Ordinal);
        Assert.Contains(" AcceptRegistryEventsAsync,", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_holds_the_program_and_its_roots_and_nothing_else()
    {
        bootstrap.IsNeeded();

        Assert.Equal(["amazon-roots.pem", "bootstrap"], Directory.EnumerateFiles(bootstrap.Folder).Select(file => Path.GetFileName(file)!).Order());
    }

    /// <summary>Every request is answered; the first but for reading ahead is what was asked.</summary>
    private static async Task AnswerAsync(Stream stream, TaskCompletionSource<string> asked, CancellationToken over)
    {
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, over) is > 0 and var read)
        {
            var request = Encoding.UTF8.GetString(buffer, 0, read);
            if (!request.StartsWith("POST ", StringComparison.Ordinal))
            {
                continue;
            }

            if (!request.Contains("DynamoDB_20120810.GetItem", StringComparison.Ordinal))
            {
                asked.TrySetResult(request);
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), over);
        }
    }

    private static string Batch(string body) =>
        $$"""{"Records":[{"messageId":"m-1","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}]}""";

    private static Dictionary<string, string> Variables(string function, string runtime, string aws) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = runtime,
        ["ANNOTATIONS_HANDLER"] = function,
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "stream",
        ["AWS_REGION"] = "eu-west-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "none",
        ["AWS_ENDPOINT_URL"] = $"http://{aws}",
        ["TABLE_NAME"] = "slipway",
        ["MANIFESTS_BUCKET"] = "manifests",
        ["REPORTS_BUCKET"] = "reports",
        ["ACCOUNT_ID"] = "123456789012",
        ["PROMOTION_STATE_MACHINE_ARN"] = "arn:aws:states:eu-west-1:123456789012:stateMachine:promotion",
        ["REMEDIATION_STATE_MACHINE_ARN"] = "arn:aws:states:eu-west-1:123456789012:stateMachine:remediation",
    };
}
