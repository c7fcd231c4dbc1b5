using System.Text;
using Slipway.Functions.Remediation;
using static Slipway.Tests.Functions.Images.RegistryEventTests;

namespace Slipway.Tests.Functions.Remediation;

public sealed class AlarmEventTests
{
    private const string WentOff = """
        {"version":"0","id":"c4c1c1c9-6542-e61b-6ef0-8c4d36933a92","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"123456789012","time":"2026-01-05T17:04:40Z","region":"us-east-1","resources":[],
        "detail":{"alarmName":"cv-hub-production-api-cpu","configuration":{},"previousState":{"value":"OK"},"state":{"value":"ALARM","reason":"Threshold Crossed","timestamp":"2026-01-05T17:04:40.989+0000"}}}
        """;

    [Fact]
    public void An_alarm_is_read_with_its_state_and_reason() => Assert.Equal(
        new AlarmEvent("c4c1c1c9-6542-e61b-6ef0-8c4d36933a92", "cv-hub-production-api-cpu", "ALARM", "Threshold Crossed", null),
        AlarmEvent.Read("message", WentOff));

    [Theory]
    [InlineData("id", null)]
    [InlineData("id", "7")]
    [InlineData("id", "\"\"")]
    [InlineData("source", null)]
    [InlineData("source", "\"aws.ecr\"")]
    [InlineData("detail-type", "\"CloudWatch Alarm Configuration Change\"")]
    [InlineData("detail", "null")]
    [InlineData("detail", "[]")]
    [InlineData("detail.alarmName", null)]
    [InlineData("detail.alarmName", "\"\"")]
    [InlineData("detail.alarmName", "\"\\ud800\"")]
    [InlineData("detail.state", "\"ALARM\"")]
    [InlineData("detail.state.value", "null")]
    [InlineData("detail.state.value", "1")]
    [InlineData("detail.state.reason", null)]
    public void What_is_no_change_of_an_alarm_says_why(string path, string? value) => AssertUnusable(AlarmEvent.Read("message", With(WentOff, path, value)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("<html>")]
    [InlineData("{}")]
    public void What_is_no_event_says_why(string? body) => AssertUnusable(AlarmEvent.Read("message", body!));

    [Fact]
    public void An_event_that_is_cut_off_anywhere_says_why()
    {
        var bytes = Encoding.UTF8.GetBytes(WentOff.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
        {
            AssertUnusable(AlarmEvent.Read("message", Encoding.UTF8.GetString(bytes, 0, length)));
        }
    }

    [Fact]
    public void An_event_with_any_byte_changed_is_read_or_says_why_not()
    {
        var random = new Random(2);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(WentOff);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var read = AlarmEvent.Read("message", Encoding.UTF8.GetString(bytes));

            Assert.True(read is { Problem: null, Id.Length: > 0, AlarmName.Length: > 0 } or { Problem.Length: > 0, Id: "message" }, Encoding.UTF8.GetString(bytes));
        }
    }

    private static void AssertUnusable(AlarmEvent read)
    {
        Assert.Equal("message", read.Id);
        Assert.StartsWith("The message is no alarm state change: ", read.Problem, StringComparison.Ordinal);
    }
}
