"""Makes CloudFormation of template.yaml as `sam deploy` does, creates it as a stack at an endpoint, and prints what is there."""
import io
import json
import sys
import zipfile

sys.dont_write_bytecode = True
import sam

try:
    import boto3
    import yaml
except ImportError:
    sys.exit(77)

REGION, BUCKET, KEY = "eu-central-1", "slipway-packages", "functions.zip"
endpoint, stack_name = sys.argv[1:3]


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="example")


def translate():
    """What packaging replaces, a place for the code and the definitions' texts, is put in by hand; moto does not know DefinitionSubstitutions, Sub says the same."""
    def inline(properties):
        properties["Definition"] = yaml.safe_load(open(properties.pop("DefinitionUri")))

    template = sam.load({"Bucket": BUCKET, "Key": KEY}, inline)
    parameters = {name: parameter["Default"] for name, parameter in template["Parameters"].items()}
    stack = sam.translate(template, {"AWSXrayWriteOnlyAccess": "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess"}, parameters, REGION)
    for name, resource in stack["Resources"].items():
        if resource["Type"] == "AWS::StepFunctions::StateMachine":
            definition = json.dumps(template["Resources"][name]["Properties"]["Definition"])
            resource["Properties"]["DefinitionString"] = {"Fn::Sub": [definition, resource["Properties"].pop("DefinitionSubstitutions")]}
    return stack


def upload():
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("bootstrap", "#!/bin/sh\n")
    s3 = client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=package.getvalue())


def described(resources):
    """Each resource as its own service describes it, by logical id; what no service was asked for is left out."""
    lambdas, states, events, sqs, sns = client("lambda"), client("stepfunctions"), client("events"), client("sqs"), client("sns")
    dynamodb, s3, logs, iam = client("dynamodb"), client("s3"), client("logs"), client("iam")

    def role(name):
        return {
            "Trust": iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"],
            "Attached": [policy["PolicyArn"] for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]],
            "Inline": [iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"] for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]],
        }

    def policy(arn):
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        return iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]

    def rule(name):
        name = name.split("/")[-1].split("|")[-1]
        return {**events.describe_rule(Name=name), "Targets": events.list_targets_by_rule(Rule=name)["Targets"]}

    ask = {
        "AWS::Lambda::Function": lambda name: lambdas.get_function_configuration(FunctionName=name),
        "AWS::Lambda::EventSourceMapping": lambda uuid: lambdas.get_event_source_mapping(UUID=uuid),
        "AWS::StepFunctions::StateMachine": lambda arn: states.describe_state_machine(stateMachineArn=arn),
        "AWS::Events::Rule": rule,
        "AWS::SQS::Queue": lambda url: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"],
        "AWS::SNS::Topic": lambda arn: sns.get_topic_attributes(TopicArn=arn)["Attributes"],
        "AWS::DynamoDB::Table": lambda name: {**dynamodb.describe_table(TableName=name)["Table"], **dynamodb.describe_time_to_live(TableName=name)},
        "AWS::S3::Bucket": lambda name: s3.get_bucket_versioning(Bucket=name),
        "AWS::Logs::LogGroup": lambda name: logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0],
        "AWS::IAM::Role": role,
        "AWS::IAM::ManagedPolicy": policy,
    }
    return {r["LogicalResourceId"]: ask[r["ResourceType"]](r["PhysicalResourceId"]) for r in resources if r["ResourceType"] in ask}


def known(node):
    """The same with texts for what moto has no name of: it makes no function URL and no secret."""
    if isinstance(node, list):
        return [known(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node == {"Ref": "ApprovalKey"}:
        return "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ApprovalKey-a1b2c3"
    if isinstance(node.get("Fn::GetAtt"), list) and node["Fn::GetAtt"][1] == "FunctionUrl":
        return "https://approval.lambda-url.eu-central-1.on.aws/"
    return {name: known(value) for name, value in node.items()}


stack = translate()
upload()
formation = client("cloudformation")
formation.create_stack(StackName=stack_name, TemplateBody=json.dumps(known(stack)), Capabilities=["CAPABILITY_IAM"], Parameters=[])
# What moto does not implement is said to be complete and has no name.
resources = [r for r in formation.describe_stack_resources(StackName=stack_name)["StackResources"] if "LogicalResourceId" in r and r.get("PhysicalResourceId")]
print(json.dumps({
    "wanted": {name: resource["Type"] for name, resource in stack["Resources"].items()},
    "status": formation.describe_stacks(StackName=stack_name)["Stacks"][0]["StackStatus"],
    "outputs": {output["OutputKey"]: output["OutputValue"] for output in formation.describe_stacks(StackName=stack_name)["Stacks"][0].get("Outputs", [])},
    "resources": {r["LogicalResourceId"]: {"type": r["ResourceType"], "id": r["PhysicalResourceId"]} for r in resources},
    "described": described(resources),
}, default=str))
