using Slipway.Domain.Executions;

namespace Slipway.Tests.Shared.Domain.Executions;

public sealed class TaskErrorTests
{
    [Theory]
    [InlineData("States.Timeout", null, "States.Timeout")]
    [InlineData("States.Timeout", "", "States.Timeout")]
    [InlineData("Lambda.Unknown", "the process died", "Lambda.Unknown: the process died")]
    [InlineData("RejectedException", """{"errorType":"RejectedException","errorMessage":"There is no release 'r'.","stackTrace":[]}""", "There is no release 'r'.")]
    [InlineData("RejectedException", """  {"errorMessage":"padded"}""", "padded")]
    [InlineData("States.TaskFailed", """{"Error":"UnavailableException","Cause":"{\"errorMessage\":\"throttled\"}","ExecutionArn":"arn"}""", "throttled")]
    [InlineData("States.TaskFailed", """{"Error":"States.Timeout","ExecutionArn":"arn"}""", "States.Timeout")]
    [InlineData("Broken", """{"errorMessage":""", """Broken: {"errorMessage":""")]
    [InlineData("Other", """{"other":1}""", """Other: {"other":1}""")]
    [InlineData("Other", """{"errorMessage":7}""", """Other: {"errorMessage":7}""")]
    [InlineData("Other", """[1]""", "Other: [1]")]
    public void The_sentence_is_what_the_exception_said_from_however_deep_it_comes(string error, string? cause, string sentence) =>
        Assert.Equal(sentence, new TaskError(error, cause).Sentence);
}
