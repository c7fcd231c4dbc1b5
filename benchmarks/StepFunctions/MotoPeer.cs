using System.Globalization;
using System.Text.Json;

namespace Slipway.Benchmarks.StepFunctions;

/// <summary>moto's interpreter in its own Python process, a short run, because it is slow; its published figure where it is missing.</summary>
internal static class MotoPeer
{
    private const string Script = """
        import json, sys, time
        import boto3
        from moto import mock_aws
        workload = json.load(open(sys.argv[1]))
        definition = json.loads(workload["definition"])
        with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
            client = boto3.client("stepfunctions", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
            arn = client.create_state_machine(name="bench", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/x")["stateMachineArn"]
            start = time.perf_counter()
            execution = client.start_execution(stateMachineArn=arn, input=workload["input"])["executionArn"]
            while client.describe_execution(executionArn=execution)["status"] == "RUNNING":
                time.sleep(0.01)
            status = client.describe_execution(executionArn=execution)["status"]
            assert status == "SUCCEEDED", status
            print(workload["transitions"] / (time.perf_counter() - start))
        """;

    private const int ShortRounds = 100;

    public static Measurement Measure(Workload workload)
    {
        if (Command.Run("moto_server", ".", "--help") is not (0, _))
            return new Measurement(workload, workload.PublishedMoto, "moto_server is not on the PATH; these are figures measured elsewhere");

        var directory = Directory.CreateTempSubdirectory("stepfunctions-moto").FullName;
        var (file, script) = (Path.Combine(directory, "workload.json"), Path.Combine(directory, "bench.py"));
        var shortened = workload == Workload.Counting;
        File.WriteAllText(script, Script);
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            definition = workload.Definition,
            input = shortened ? $$"""{"count":0,"limit":{{ShortRounds}}}""" : workload.Input,
            transitions = shortened ? (2 * ShortRounds) + 1 : workload.Transitions,
        }));
        return Command.Run("python3", directory, script, file) is (0, var output)
            ? new Measurement(workload, double.Parse(output, CultureInfo.InvariantCulture))
            : new Measurement(workload, workload.PublishedMoto, "its run failed; these are figures measured elsewhere");
    }
}
