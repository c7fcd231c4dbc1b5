using System.Net;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Notices;

/// <summary>Answers to buttons, scripted in the form that Slack documents for a response_url, which is Slack's own host.</summary>
public sealed class SlackAnswersTests
{
    private readonly ScriptedAws _script = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_scripted_is_for_the_person_alone_and_leaves_the_message()
    {
        await Answers("ok").AnswerAsync("https://hooks.slack.com/actions/T0/1/x", "It goes <on>.", Token);

        var sent = Assert.Single(_script.Requests);
        Assert.Equal(("hooks.slack.com", "/actions/T0/1/x"), (sent.Host, sent.Operation));
        Assert.Equal("""{"response_type":"ephemeral","replace_original":false,"text":"It goes \u0026lt;on\u0026gt;."}""", sent.Body);
    }

    [Theory]
    [InlineData("http://hooks.slack.com/actions/T0/1/x")]
    [InlineData("https://hooks.slack.com.evil.example/actions")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task An_answer_scripted_goes_nowhere_but_to_Slack(string address)
    {
        await Assert.ThrowsAsync<RejectedException>(() => Answers("ok").AnswerAsync(address, "text", Token));
        Assert.Empty(_script.Requests);
    }

    [Fact]
    public async Task An_address_scripted_that_has_ended_is_said_without_being_told()
    {
        _script.Refuse("expired_url", status: HttpStatusCode.NotFound);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => new SlackAnswers(_script.Client()).AnswerAsync("https://hooks.slack.com/actions/hunter2", "text", Token));
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    private SlackAnswers Answers(string body) => new(_script.Answer(body).Client());
}
