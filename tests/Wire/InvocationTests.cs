using System.Diagnostics;
using System.Text.Json;
using Slipway.Tests.Wire.Peers;
using Slipway.Tests.Wire.Records;
using Slipway.Tests.Wire.Storage;

namespace Slipway.Tests.Wire;

/// <summary>`slipway invoke --aws` as a person runs it against an emulator: a process, its environment, a file of variables.</summary>
public sealed class InvocationTests(MotoServer moto)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_event_is_answered_by_its_function_on_an_emulator()
    {
        var clients = moto.Clients();
        var table = await RecordsTable.CreateAsync(clients);
        var bucket = await TestBucket.CreateAsync(clients);
        await bucket.PutAsync("cv-hub.yaml", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "systems", "cv-hub.yaml"), Token));
        var variables = $$$"""{"Parameters":{"TABLE_NAME":"{{{table.Name}}}"},"PlanTidying":{"MANIFESTS_BUCKET":"{{{bucket.Name}}}"}}""";

        var (code, answer) = await InvokeAsync(moto.Endpoint, variables);

        Assert.Equal(0, code);
        Assert.Equal(["development", "production"], answer.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("environment").GetString()));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_one_clear_sentence()
    {
        var (code, answer) = await InvokeAsync(moto.Endpoint, """{"Parameters":{"MANIFESTS_BUCKET":"no-such-bucket"}}""");

        Assert.Equal(4, code);
        Assert.Equal("The manifests in the bucket no-such-bucket cannot be listed: The specified bucket does not exist (NoSuchBucket)", answer.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task A_variable_that_is_missing_is_named()
    {
        var (code, answer) = await InvokeAsync(moto.Endpoint, """{"QueueRelease":{"MANIFESTS_BUCKET":"manifests"}}""");

        Assert.Equal(4, code);
        Assert.StartsWith("The environment variable MANIFESTS_BUCKET is not set", answer.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_on_aws_is_who_the_credentials_say_and_nobody_else()
    {
        var clients = moto.Clients();
        var table = await RecordsTable.CreateAsync(clients);
        var bucket = await TestBucket.CreateAsync(clients);
        await bucket.PutAsync("cv-hub.yaml", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "systems", "cv-hub.yaml"), Token));
        var variables = $$$"""{"Parameters":{"TABLE_NAME":"{{{table.Name}}}","MANIFESTS_BUCKET":"{{{bucket.Name}}}","ACCOUNT_ID":"123456789012","PROMOTION_STATE_MACHINE_ARN":"arn:aws:states:us-east-1:123456789012:stateMachine:promotion"}}""";

        var (code, output, _) = await RunAsync(moto.Endpoint, variables, "freeze", "cv-hub", "--reason", "incident", "--aws", "--json");
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, "moto", "done"), (code, answer.GetProperty("by").GetString(), answer.GetProperty("outcome").GetString()));

        var (refused, _, error) = await RunAsync(moto.Endpoint, variables, "freeze", "cv-hub", "--reason", "incident", "--aws", "--by", "ann");
        Assert.Equal((1, "slipway: With --aws you are who your credentials say: leave out --by ann.\n"), (refused, error));
    }

    private static async Task<(int Code, JsonElement Answer)> InvokeAsync(Uri endpoint, string variables)
    {
        var (code, output, error) = await RunAsync(endpoint, variables, "invoke", "PlanTidying", "-e", "events/tidying.json", "--aws");
        Assert.Equal("", error);
        return (code, JsonDocument.Parse(output).RootElement);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(Uri endpoint, string variables, params IReadOnlyList<string> words)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, variables, Token);
        var start = new ProcessStartInfo("dotnet", [Repository.BuiltOf("Cli", "slipway.dll"), .. words, "--env-vars", file])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_ENDPOINT_URL"] = endpoint.ToString(), ["AWS_REGION"] = "us-east-1", ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE", ["AWS_SECRET_ACCESS_KEY"] = "example" },
        };
        using var process = Process.Start(start)!;
        var (code, output, error) = await process.EndAsync();
        File.Delete(file);
        return (code, output, error);
    }
}
