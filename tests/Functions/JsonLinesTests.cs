using System.Text.Json;
using Microsoft.Extensions.Logging;
using Slipway.Functions;
using Slipway.Local;

namespace Slipway.Tests.Functions;

public sealed class JsonLinesTests
{
    [Fact]
    public void What_is_logged_is_one_line_with_the_names_that_a_search_needs()
    {
        using var output = new StringWriter();
        var lines = new JsonLines(output, new VirtualClock(new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero)));
        lines.LogWarning("Message {Message} is left on the queue: {Reason}", "m-1", "two\nlines");

        var line = Assert.Single(output.ToString().TrimEnd('\n').Split('\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("Message m-1 is left on the queue: two\nlines", json.GetProperty("message").GetString());
        Assert.Equal("Warning", json.GetProperty("level").GetString());
        Assert.Equal([("message", "m-1"), ("reason", "two\nlines")], json.GetProperty("values").EnumerateObject().Select(value => (value.Name, value.Value.GetString())));
        Assert.Equal("2026-01-05T09:00:00+00:00", json.GetProperty("timestamp").GetString());
    }
}
