using Amazon.SecurityToken;
using Slipway.Domain;

namespace Slipway.Aws.Access;

/// <summary>Who somebody is by the credentials that she has, and not by what she says: STS tells.</summary>
public static class Caller
{
    /// <summary>The name of the session of a role, which for people is mostly their e-mail address, or that of an IAM user.</summary>
    public static async Task<string> NameAsync(AwsClients clients, CancellationToken cancellationToken)
    {
        var client = clients.Own<AmazonSecurityTokenServiceClient, AmazonSecurityTokenServiceConfig>(static (credentials, config) => new(credentials, config));
        var identity = await AwsCall.AskAsync("Who these credentials are cannot be told", () => client.GetCallerIdentityAsync(new(), cancellationToken));
        return Name(identity.Arn);
    }

    /// <summary>Of <c>arn:aws:sts::111122223333:assumed-role/ROLE/SESSION</c> and <c>arn:aws:iam::111122223333:user/PATH/NAME</c> the last part.</summary>
    /// <exception cref="RejectedException">The account's root has no name, and decides nothing here.</exception>
    public static string Name(string arn) => arn.LastIndexOf('/') is >= 0 and var slash
        ? arn[(slash + 1)..]
        : throw new RejectedException($"{arn} is nobody in particular: use the credentials of a person, of a role's session or an IAM user.");
}
