using Amazon.Runtime;
using Amazon.SecurityToken;

namespace Slipway.Aws.Access;

/// <summary>The credentials of a role in an environment's account, taken for an hour and taken anew before they end.</summary>
internal sealed class AssumedRole : RefreshingAWSCredentials
{
    private readonly AmazonSecurityTokenServiceClient _securityToken;
    private readonly string _role;

    public AssumedRole(AmazonSecurityTokenServiceClient securityToken, string role)
    {
        (_securityToken, _role) = (securityToken, role);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var answer = await AwsCall.AskAsync(
            $"The role {_role} cannot be assumed",
            () => _securityToken.AssumeRoleAsync(new() { RoleArn = _role, RoleSessionName = "slipway", DurationSeconds = 3600 }));
        var credentials = answer.Credentials;
        return new(new(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken), credentials.Expiration ?? default);
    }
}
