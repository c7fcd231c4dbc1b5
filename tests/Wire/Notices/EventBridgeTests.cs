using System.Text.Json;
using Amazon.EventBridge.Model;
using Slipway.Aws.Access;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Tests.Ports.Services;
using Slipway.Tests.Shared.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Notices;

/// <summary>EventBridge of moto, with a rule that sends what matches to a queue.</summary>
public sealed class EventBridgeTests(MotoServer moto) : EventsContract
{
    private readonly AwsClients _clients = moto.Clients("ap-northeast-1");
    private Mailbox? _mailbox;

    [Theory]
    [InlineData("InternalFailure", typeof(UnavailableException))]
    [InlineData("ThrottlingException", typeof(UnavailableException))]
    [InlineData("NotAuthorizedForSource", typeof(RejectedException))]
    public async Task An_event_scripted_that_was_refused_in_an_answer_that_succeeded_is_a_failure(string code, Type failure)
    {
        var events = new EventBridgeEvents(new ScriptedAws().Answer($$"""{"FailedEntryCount":1,"Entries":[{"ErrorCode":"{{code}}","ErrorMessage":"No."}]}""").Clients());
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => events.PublishAsync(ReleaseEvent.Of(Any.Release()), Token));

        Assert.IsType(failure, failed);
        Assert.EndsWith($" cannot be put on the event bus: No. ({code})", failed.Message, StringComparison.Ordinal);
    }

    protected override async Task<IEvents> OpenAsync()
    {
        var bridge = _clients.For(_clients.Home, AwsServices.EventBridge);
        _mailbox = await Mailbox.OpenAsync(_clients, "releases", Token);
        await bridge.PutRuleAsync(new() { Name = "releases", EventPattern = """{"source":["slipway"],"detail-type":["Slipway Release Ended"],"detail":{"status":["verified"]}}""" }, Token);
        await bridge.PutTargetsAsync(new() { Rule = "releases", Targets = [new Target { Id = "queue", Arn = _mailbox.Arn }] }, Token);
        return new EventBridgeEvents(_clients);
    }

    protected override async Task<JsonElement> ReceiveAsync() => Assert.Single(await _mailbox!.TakeAsync(Token));
}
