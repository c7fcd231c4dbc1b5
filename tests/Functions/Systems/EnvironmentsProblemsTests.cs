namespace Slipway.Tests.Functions.Systems;

/// <summary>What the author of a manifest is told: each case writes one thing of the sample differently.</summary>
public sealed class EnvironmentsProblemsTests
{
    [Theory]
    [InlineData(
        "apiVersion: slipway/v1",
        "apiVersion: apps.platform/v1alpha1",
        "shop.yaml:1: apiVersion: write 'slipway/v1' instead of 'apps.platform/v1alpha1'")]
    [InlineData(
        "kind: System",
        "kind: Application",
        "shop.yaml:2: kind: write 'System' instead of 'Application'")]
    [InlineData(
        "kind: System\n",
        "",
        "shop.yaml:1: kind: missing; write kind: System")]
    [InlineData(
        "region: us-east-1\n",
        "",
        "shop.yaml:1: region: missing; write region: us-east-1")]
    [InlineData(
        "region: us-east-1",
        "region: us-east",
        "shop.yaml:4: region: write a region such as us-east-1 instead of 'us-east'")]
    [InlineData(
        "region:",
        "regoin:",
        "shop.yaml:4: regoin: unknown key; did you mean 'region'?")]
    [InlineData(
        "metadata: {name: shop}",
        "metadata: {name: Shop}",
        "shop.yaml:3: metadata.name: write a name of lower-case letters, digits and hyphens such as api instead of 'Shop'")]
    [InlineData(
        "metadata: {name: shop}",
        "metadata: shop",
        "shop.yaml:3: metadata: write a map such as {name: my-system} instead of 'shop'")]
    [InlineData(
        "metadata: {name: shop}",
        "metadata:",
        "shop.yaml:3: metadata: write a map such as {name: my-system} instead of nothing")]
    [InlineData(
        "cluster: shop-staging",
        "clutser: shop-staging",
        "shop.yaml:7: environments.staging.clutser: unknown key; did you mean 'cluster'?")]
    [InlineData(
        "cluster: shop-production",
        "cluster: 7",
        "shop.yaml:13: environments.production.cluster: write a text such as my-cluster instead of '7'; in quotes it is a text: \"7\"")]
    [InlineData(
        "cluster: shop-production",
        "cluster: shop-staging",
        "shop.yaml:13: environments.production.cluster: production and staging would change the same workloads; give each its own cluster or namespace")]
    [InlineData(
        "promoteFrom: staging",
        "promoteFrom: stagin",
        "shop.yaml:14: environments.production.promoteFrom: environments has no 'stagin'; did you mean 'staging'?")]
    [InlineData(
        "promoteFrom: staging",
        "promoteFrom: production",
        "shop.yaml:14: environments.production.promoteFrom: production → production is a circle that no image enters; begin the chain with trigger: {ecrPush: {tags: [\"*\"]}}")]
    [InlineData(
        "    promoteFrom: staging\n",
        "",
        "shop.yaml:12: environments.production: no image ever enters here; write promoteFrom: <environment> or trigger: {ecrPush: {tags: [\"*\"]}}")]
    [InlineData(
        "[\"*\", \"!latest\"]",
        "[\"!latest\"]",
        "shop.yaml:8: environments.staging.trigger.ecrPush.tags: lets no tag in; begin with a pattern that does, such as \"*\"")]
    [InlineData(
        "[\"*\", \"!latest\"]",
        "[\"*\", \"*\"]",
        "shop.yaml:8: environments.staging.trigger.ecrPush.tags[1]: '*' stands here twice; remove one")]
    [InlineData(
        "[\"*\", \"!latest\"]",
        "[\"a b\"]",
        "shop.yaml:8: environments.staging.trigger.ecrPush.tags[0]: write a tag pattern (a leading ! takes tags out) such as 'v*' instead of 'a b'")]
    [InlineData(
        "[\"*\", \"!latest\"]",
        "\"*\"",
        "shop.yaml:8: environments.staging.trigger.ecrPush.tags: write a list such as [\"*\", \"!latest\"] instead of '*'")]
    [InlineData(
        "approvers: [leads]",
        "approvers: []",
        "shop.yaml:15: environments.production.approval.approvers: nobody could approve; write who may, such as approvers: [release-managers]")]
    [InlineData(
        "main: {identifier: shop-staging}",
        "main: {identifer: shop-staging}",
        "shop.yaml:11: environments.staging.overrides.databases.main.identifer: unknown key; did you mean 'identifier'?\nshop.yaml:34: databases.main.identifier: is the database 'shop' of staging already; write another one, here or under environments.production.overrides")]
    [InlineData(
        "main: {identifier: shop-staging}",
        "mian: {identifier: shop-staging}",
        "shop.yaml:11: environments.staging.overrides.databases.mian: databases has no 'mian' to override; it has main\nshop.yaml:34: databases.main.identifier: is the database 'shop' of staging already; write another one, here or under environments.production.overrides")]
    [InlineData(
        "      databases:\n        main: {identifier: shop-staging}",
        "      budget: {}",
        "shop.yaml:10: environments.staging.overrides.budget: unknown key; the keys here are services, nodeGroups, jobs, databases, queues, rollout, alarms\nshop.yaml:33: databases.main.identifier: is the database 'shop' of staging already; write another one, here or under environments.production.overrides")]
    [Trait("Requirement", "DGT-100")]
    public void A_mistake_in_the_header_or_an_environment_is_told_with_its_place_and_what_to_write(string written, string instead, string problems) =>
        Assert.Equal(problems, string.Join('\n', Sample.Problems(Sample.With(written, instead))));

    [Theory]
    [InlineData("[leads]", "{ann: {groups: [leads]}}", "", "")]
    [InlineData("[ann]", "{ann: {ids: [ann@shop.example, U01]}}", "", "")]
    [InlineData("[lead]", "{ann: {groups: [leads]}}", "", "approval.approvers[0]: people has no 'lead', neither a person nor a group; did you mean 'leads'?")]
    [InlineData("[leads]", "{ann: {groups: [leads]}}", ", count: 2", "approval.count: asks for 2 people and only 1 may decide; lower it or name more approvers")]
    [InlineData("[leads]", "{ann: {groups: [leads]}}", ", groups: [qa]", "approval.groups[0]: nobody in people is in a group 'qa'; the groups are leads")]
    [InlineData("[leads]", "{ann: {groups: [leads]}}", ", expires: 337h", "approval.expires: write a time of at most 336h (14 days): what waits longer should be pushed again")]
    [InlineData("[leads]", "{ann: {groups: [leads]}}", ", count: 0", "approval.count: write a whole number from 1 to 20 such as 2 instead of '0'")]
    [InlineData("[leads]", "{ann: {ids: [U01], groups: [leads]}, ben: {ids: [u01]}}", "", "people.ben.ids[0]: 'u01' is ann already; one id is one person")]
    [InlineData("[leads]", "{ann: {groups: [leads]}, leads: {groups: [leads]}}", "", "people.ann.groups[0]: 'leads' is a person; give the group another name")]
    [InlineData("[leads]", "{ann: {groups: [leads], email: ann}}", "", "people.ann.email: write an e-mail address such as ann@example.com instead of 'ann'")]
    [Trait("Requirement", "DGT-100")]
    public void Whoever_may_approve_is_somebody_and_there_are_enough_of_them(string approvers, string people, string more, string problem)
    {
        var text = Sample.With("approval: {mode: manual, approvers: [leads]}", $"approval: {{mode: manual, approvers: {approvers}{more}}}") + $"\npeople: {people}\n";
        var problems = Sample.Problems(text);

        Assert.True(problem.Length == 0 ? problems.Count == 0 : problems.Any(found => found.EndsWith(problem, StringComparison.Ordinal)), string.Join('\n', problems));
    }
}
