using System.Text.Json;
using Slipway.Local.Events;

namespace Slipway.Tests.Local.Events;

public sealed class QueuePollerTests
{
    [Fact]
    public void A_batch_reaches_the_function_exactly_as_Lambda_sends_it()
    {
        var rig = Working();
        var id = rig.Deployment.Queue("Messages").Send("hello", new Dictionary<string, string> { ["kind"] = "push" });
        rig.Run();

        var record = Assert.Single(Rig.Records(Assert.Single(rig.Calls)));
        Assert.Equal(
            ["messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody", "eventSource", "eventSourceARN", "awsRegion"],
            record.EnumerateObject().Select(field => field.Name));
        Assert.Equal(id, record.GetProperty("messageId").GetString());
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", record.GetProperty("md5OfBody").GetString());
        Assert.Equal("aws:sqs", record.GetProperty("eventSource").GetString());
        Assert.Equal(rig.Template.Queue("Messages")!.Arn, record.GetProperty("eventSourceARN").GetString());
        Assert.Equal("""{"ApproximateReceiveCount":"1","SentTimestamp":"1767225600000","SenderId":"AIDALOCALACCOUNT","ApproximateFirstReceiveTimestamp":"1767225600000"}""", record.GetProperty("attributes").GetRawText());
        Assert.Equal("""{"kind":{"stringValue":"push","stringListValues":[],"binaryListValues":[],"dataType":"String"}}""", record.GetProperty("messageAttributes").GetRawText());
        Assert.Equal(0, rig.Deployment.Queue("Messages").Depth.Total);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData("{\"batchItemFailures\":[]}", 0)]
    [InlineData("{\"batchItemFailures\":null}", 0)]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"@0\"}]}", 1)]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"@0\"},{\"itemIdentifier\":\"@2\"}]}", 2)]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"unknown\"}]}", 3)]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}", 3)]
    [InlineData("{\"batchItemFailures\":[{\"itemIdentifier\":null}]}", 3)]
    [InlineData("{\"batchItemFailures\":[{\"id\":\"@0\"}]}", 3)]
    [InlineData("{\"batchItemFailures\":\"@0\"}", 3)]
    [InlineData("not json", 3)]
    public void A_partial_answer_keeps_what_it_names_and_a_malformed_one_keeps_all(string? answer, int kept)
    {
        var rig = Working();
        var ids = Enumerable.Range(0, 3).Select(each => rig.Deployment.Queue("Messages").Send($"m{each}")).ToList();
        rig.Function = call => call.Succeed(answer?.Replace("@0", ids[0], StringComparison.Ordinal).Replace("@2", ids[2], StringComparison.Ordinal));
        rig.Run();

        Assert.Equal(kept, rig.Deployment.Queue("Messages").Depth.InFlight);
        Assert.Equal(kept > 0 ? 1 : 0, rig.Of<MessagesReturned>().Count());
    }

    [Fact]
    public void A_mapping_without_partial_answers_ignores_them()
    {
        var rig = new Rig(Template("{Queue: !GetAtt Messages.Arn}"));
        rig.Deployment.Queue("Messages").Send("m");
        rig.Function = call => call.Succeed("""{"batchItemFailures":[{"itemIdentifier":"x"}]}""");
        Assert.Equal(0, rig.Run().Deployment.Queue("Messages").Depth.Total);
    }

    [Fact]
    public void A_failing_batch_comes_again_after_the_visibility_timeout_and_ends_in_the_dead_letter_queue()
    {
        var rig = Working();
        rig.Function = call => call.Fail("UnavailableException", "down");
        rig.Deployment.Queue("Messages").Send("poison");
        rig.Run(600);

        Assert.Equal([0, 60, 120], rig.CallTimes);
        Assert.Equal(["1", "2", "3"], rig.Calls.Select(call => Rig.Records(call)[0].GetProperty("attributes").GetProperty("ApproximateReceiveCount").GetString()));
        Assert.Equal(Rig.Start.AddSeconds(180), Assert.Single(rig.Of<MessageDeadLettered>()).At);
        Assert.Equal(1, rig.Deployment.Queue("Dead").Depth.Visible);
    }

    [Fact]
    public void Only_the_failed_messages_of_a_batch_come_again()
    {
        var rig = Working();
        rig.Function = call => call.Succeed(JsonSerializer.Serialize(new
        {
            batchItemFailures = Rig.Records(call).Where(record => record.GetProperty("body").GetString() == "bad").Select(record => new { itemIdentifier = record.GetProperty("messageId").GetString() }),
        }));
        rig.Deployment.Queue("Messages").Send("good");
        rig.Deployment.Queue("Messages").Send("bad");
        rig.Run(61);

        Assert.Equal([["good", "bad"], ["bad"]], rig.Calls.Select(Rig.Bodies));
    }

    [Fact]
    public void A_batch_waits_for_its_window_or_until_it_is_full()
    {
        var rig = new Rig(Template("{Queue: !GetAtt Messages.Arn, BatchSize: 3, MaximumBatchingWindowInSeconds: 5}"));
        rig.Deployment.Queue("Messages").Send("a");
        rig.Run(2).Deployment.Queue("Messages").Send("b");
        rig.Run(10);
        Enumerable.Range(0, 4).ToList().ForEach(each => rig.Deployment.Queue("Messages").Send($"c{each}"));
        rig.Run(10);

        Assert.Equal([["a", "b"], ["c0", "c1", "c2"], ["c3"]], rig.Calls.Select(Rig.Bodies));
        Assert.Equal([5, 12, 17], rig.CallTimes);
    }

    [Fact]
    public void No_more_batches_run_at_once_than_the_mapping_allows()
    {
        var rig = new Rig(Template("{Queue: !GetAtt Messages.Arn, BatchSize: 1, ScalingConfig: {MaximumConcurrency: 2}}"));
        rig.Function = call => rig.Clock.Schedule(TimeSpan.FromSeconds(4), () => call.Succeed(null));
        Enumerable.Range(0, 5).ToList().ForEach(each => rig.Deployment.Queue("Messages").Send($"m{each}"));
        rig.Run(20);

        Assert.Equal([0, 0, 4, 4, 8], rig.CallTimes);
    }

    [Fact]
    public void A_batch_whose_window_ends_waits_while_all_places_are_taken()
    {
        var rig = new Rig(Template("{Queue: !GetAtt Messages.Arn, BatchSize: 2, MaximumBatchingWindowInSeconds: 3, ScalingConfig: {MaximumConcurrency: 2}}"));
        rig.Function = call => rig.Clock.Schedule(TimeSpan.FromSeconds(8), () => call.Succeed(null));
        Enumerable.Range(0, 5).ToList().ForEach(each => rig.Deployment.Queue("Messages").Send($"m{each}"));
        rig.Run(30);

        Assert.Equal([0, 0, 11], rig.CallTimes);
        Assert.Equal(["m4"], Rig.Bodies(rig.Calls[2]));
    }

    [Fact]
    public void A_handler_that_outlives_its_timeout_fails_and_its_late_answer_counts_for_nothing()
    {
        var rig = Working();
        rig.Function = call => rig.Clock.Schedule(TimeSpan.FromSeconds(11), () => call.Succeed(null));
        rig.Deployment.Queue("Messages").Send("slow");
        rig.Run(12);

        var failed = Assert.Single(rig.Of<InvocationFailed>());
        Assert.EndsWith("Task timed out after 10.00 seconds", failed.Error.Message, StringComparison.Ordinal);
        Assert.True(rig.Calls[0].TimedOut.IsCancellationRequested);
        Assert.Empty(rig.Of<InvocationSucceeded>());
        Assert.Equal(1, rig.Deployment.Queue("Messages").Depth.InFlight);
    }

    [Fact]
    public void A_message_that_no_filter_wants_is_deleted_unseen()
    {
        var rig = new Rig(Template("""{Queue: !GetAtt Messages.Arn, FilterCriteria: {Filters: [{Pattern: '{"body":{"kind":["push"]}}'}]}}"""));
        rig.Deployment.Queue("Messages").Send("""{"kind":"push"}""");
        rig.Deployment.Queue("Messages").Send("""{"kind":"scan"}""");
        rig.Deployment.Queue("Messages").Send("plain text");
        rig.Run();

        Assert.Equal(["""{"kind":"push"}"""], Rig.Bodies(Assert.Single(rig.Calls)));
        Assert.Equal(2, rig.Of<MessageFilteredOut>().Count());
        Assert.Equal(0, rig.Deployment.Queue("Messages").Depth.Total);
    }

    [Fact]
    public void A_disabled_mapping_leaves_messages_until_it_is_enabled()
    {
        var rig = new Rig(Template("{Queue: !GetAtt Messages.Arn, Enabled: false}"));
        rig.Deployment.Queue("Messages").Send("m");
        Assert.Empty(rig.Run(100).Calls);

        rig.Deployment.Enable(rig.Deployment.Mappings[0]);
        Assert.Single(rig.Run().Calls);
    }

    [Fact]
    public void Duplicated_and_late_messages_arrive_in_another_order_but_all_arrive()
    {
        var rig = new Rig(Template("{Queue: !GetAtt Messages.Arn, BatchSize: 1}"), seed: 7, new Turbulence { Duplicate = 0.3, Late = 0.5, LongestDelay = TimeSpan.FromSeconds(30) });
        rig.Function = call => rig.Clock.Schedule(TimeSpan.FromSeconds(2), () => call.Succeed(null));
        var sent = Enumerable.Range(0, 40).Select(each => $"m{each}").ToList();
        sent.ForEach(body => rig.Deployment.Queue("Messages").Send(body));
        rig.Run(600);

        var arrived = rig.Calls.SelectMany(Rig.Bodies).ToList();
        Assert.Equal(sent.Order(StringComparer.Ordinal), arrived.Distinct().Order(StringComparer.Ordinal));
        Assert.True(arrived.Count > sent.Count);
        Assert.NotEqual(sent, arrived.Distinct());
    }

    private static Rig Working() => new(Template("{Queue: !GetAtt Messages.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}"));

    private static string Template(string mapping) => """
          Dead: {Type: AWS::SQS::Queue}
          Messages: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}}}
          Worker: {Type: AWS::Serverless::Function, Properties: {Timeout: 10, Events: {Work: {Type: SQS, Properties: @@}}}}
        """.Replace("@@", mapping, StringComparison.Ordinal);
}
