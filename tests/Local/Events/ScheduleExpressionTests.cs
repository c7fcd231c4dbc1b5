using System.Globalization;
using Slipway.Local.Events.Schedules;

namespace Slipway.Tests.Local.Events;

public sealed class ScheduleExpressionTests
{
    [Theory]
    // 2026-01-01 is a Thursday.
    [InlineData("rate(5 minutes)", "2026-01-01T00:00", "2026-01-01T00:05")]
    [InlineData("rate(1 hour)", "2026-01-01T00:30", "2026-01-01T01:30")]
    [InlineData("rate(2 days)", "2026-01-01T00:00", "2026-01-03T00:00")]
    [InlineData("cron(0 12 * * ? *)", "2026-01-01T12:00", "2026-01-02T12:00")]
    [InlineData("cron(0/15 * * * ? *)", "2026-01-01T00:15", "2026-01-01T00:30")]
    [InlineData("cron(*/20 8-10 * * ? *)", "2026-01-01T10:40", "2026-01-02T08:00")]
    [InlineData("cron(15,45 9 ? * MON-FRI *)", "2026-01-02T09:45", "2026-01-05T09:15")]
    [InlineData("cron(0 8 1 * ? *)", "2026-01-01T08:00", "2026-02-01T08:00")]
    [InlineData("cron(0 18 L * ? *)", "2026-02-01T00:00", "2026-02-28T18:00")]
    [InlineData("cron(0 18 L FEB ? *)", "2026-03-01T00:00", "2027-02-28T18:00")]
    [InlineData("cron(0 18 LW * ? *)", "2026-01-01T00:00", "2026-01-30T18:00")]
    [InlineData("cron(0 6 15W * ? *)", "2026-02-01T00:00", "2026-02-16T06:00")]
    [InlineData("cron(0 6 1W * ? *)", "2026-08-01T00:00", "2026-08-03T06:00")]
    [InlineData("cron(0 6 31W * ? *)", "2026-05-01T00:00", "2026-05-29T06:00")]
    [InlineData("cron(0 9 ? * 2#1 *)", "2026-01-01T00:00", "2026-01-05T09:00")]
    [InlineData("cron(0 9 ? * FRI#5 *)", "2026-01-31T00:00", "2026-05-29T09:00")]
    [InlineData("cron(0 9 ? * 6L *)", "2026-01-01T00:00", "2026-01-30T09:00")]
    [InlineData("cron(0 9 ? * L *)", "2026-01-01T00:00", "2026-01-03T09:00")]
    [InlineData("cron(0 9 ? * FRI-MON *)", "2026-01-02T09:00", "2026-01-03T09:00")]
    [InlineData("cron(0 0 1 JAN,JUL ? *)", "2026-01-01T00:00", "2026-07-01T00:00")]
    [InlineData("cron(0 0 29 2 ? *)", "2026-01-01T00:00", "2028-02-29T00:00")]
    [InlineData("cron(0 0 1 1 ? 2030)", "2026-01-01T00:00", "2030-01-01T00:00")]
    [InlineData("cron(0 0 1 1 ? 2026/2)", "2026-01-01T00:00", "2028-01-01T00:00")]
    [InlineData("cron(0 0 1 1 ? 2020)", "2026-01-01T00:00", null)]
    [InlineData("cron(0 0 31 2 ? *)", "2026-01-01T00:00", null)]
    [InlineData("at(2026-03-01T10:00:00)", "2026-01-01T00:00", "2026-03-01T10:00")]
    [InlineData("at(2026-03-01T10:00:00)", "2026-03-01T10:00", null)]
    public void The_next_time_is_a_pure_function_of_the_last(string expression, string after, string? expected) =>
        Assert.Equal(Utc(expected), ScheduleExpression.Parse(expression).Next(Utc(after)!.Value, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("cron(30 2 * * ? *)", "2026-03-28T12:00", "2026-03-30T00:30")] // 02:30 on the 29th does not exist in Berlin.
    [InlineData("cron(0 3 * * ? *)", "2026-03-28T12:00", "2026-03-29T01:00")]
    [InlineData("cron(30 2 * * ? *)", "2026-10-24T12:00", "2026-10-25T00:30")] // 02:30 comes twice: the first time counts,
    [InlineData("cron(30 2 * * ? *)", "2026-10-25T00:30", "2026-10-26T01:30")] // the second time does not.
    [InlineData("at(2026-07-01T10:00:00)", "2026-01-01T00:00", "2026-07-01T08:00")]
    public void Summer_time_skips_what_does_not_exist_and_repeats_nothing(string expression, string after, string expected) =>
        Assert.Equal(Utc(expected), ScheduleExpression.Parse(expression).Next(Utc(after)!.Value, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Theory]
    [InlineData("every 5 minutes", "write rate(5 minutes)")]
    [InlineData("rate(5)", "a whole number from 1 and a unit")]
    [InlineData("rate(0 minutes)", "a whole number from 1 and a unit")]
    [InlineData("rate(5 seconds)", "the unit is minutes, hours or days")]
    [InlineData("rate(1 minutes)", "write rate(1 minute)")]
    [InlineData("rate(5 minute)", "write rate(5 minutes)")]
    [InlineData("cron(0 12 * * *)", "six fields")]
    [InlineData("cron(0 12 * * * *)", "only one, is a ?")]
    [InlineData("cron(0 12 ? * ? *)", "only one, is a ?")]
    [InlineData("cron(60 12 * * ? *)", "'60' is not possible in the field minutes")]
    [InlineData("cron(0 24 * * ? *)", "in the field hours")]
    [InlineData("cron(0 12 32 * ? *)", "in the field day-of-month")]
    [InlineData("cron(0 12 * 13 ? *)", "in the field month")]
    [InlineData("cron(0 12 ? * 8 *)", "in the field day-of-week")]
    [InlineData("cron(0 12 ? * MON#6 *)", "in the field day-of-week")]
    [InlineData("cron(0 12 * * ? 1969)", "in the field year")]
    [InlineData("cron(0/0 12 * * ? *)", "in the field minutes")]
    [InlineData("at(2026-03-01T10:00:00)", "ScheduleV2")]
    public void An_expression_that_AWS_refuses_is_told_with_what_to_write(string expression, string fault)
    {
        Assert.Null(ScheduleExpression.TryParse(expression, forScheduler: false, out var told));
        Assert.Contains(fault, told, StringComparison.Ordinal);
    }

    private static DateTimeOffset? Utc(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
