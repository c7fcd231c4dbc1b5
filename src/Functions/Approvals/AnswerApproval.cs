using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;

namespace Slipway.Functions.Approvals;

/// <summary>The address on which people decide: a page for links that were sent to them, and Slack's buttons. Reading changes nothing, since scanners of mail read links, too.</summary>
public sealed class AnswerApproval(LinkPages pages, SlackButtons slack, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<UrlResponse> AnswerApprovalAsync(UrlRequest request, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        try
        {
            return (request.Path, request.Method) switch
            {
                ("/", "GET") => await pages.ShowAsync(request, deadline.Token),
                ("/", "HEAD") => (await pages.ShowAsync(request, deadline.Token)) with { Body = "" },
                ("/", "POST") => await pages.DecideAsync(request, deadline.Token),
                ("/slack", "POST") => await slack.DecideAsync(request, deadline.Token),
                ("/" or "/slack", _) => UrlResponse.Page(405, ApprovalPage.Message("This address is read with GET and answered with POST.")).With("allow", request.Path == "/" ? "GET, HEAD, POST" : "POST"),
                _ => UrlResponse.Page(404, ApprovalPage.Message("There is nothing here. Open the link as it stands in the e-mail.")),
            };
        }
        catch (Exception failure) when (failure is ConflictException or UnavailableException)
        {
            // Nobody repeats what a browser asked for but the person in front of it.
            return UrlResponse.Page(503, ApprovalPage.Message("Slipway could not do that at this moment. Load the page again.")).With("retry-after", "5");
        }
        catch (RejectedException failure)
        {
            return UrlResponse.Page(500, ApprovalPage.Message($"Slipway cannot do that: {failure.Message} Tell who runs it."));
        }
    }
}
