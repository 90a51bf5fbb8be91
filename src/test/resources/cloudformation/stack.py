"""Creates a stack in a moto server and prints the user data of its machines.

Input: {"endpoint", "region", "template", "parameters", "secrets": {name: text}}.
Output: {"status", "userData": {launch template: text}, "outputs", "missing": [resources of the template that the stack lacks]}.
"""

import base64
import json
import sys
import urllib.request

import boto3

said = json.load(sys.stdin)
session = boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=said["region"])


def client(service):
    return session.client(service, endpoint_url=said["endpoint"])


ec2, stacks = client("ec2"), client("cloudformation")
subnets = ec2.describe_subnets()["Subnets"][:2]
parameters = dict(said["parameters"], ec2VpcId=subnets[0]["VpcId"], ec2Subnets=",".join(s["SubnetId"] for s in subnets))
for name, text in said["secrets"].items():
    client("secretsmanager").create_secret(Name=name, SecretString=text)
# With the tab moto reads the template as JSON: its YAML reader takes seconds.
stacks.create_stack(
    StackName="copy", TemplateBody="\t" + json.dumps(said["template"]), Capabilities=["CAPABILITY_IAM"],
    Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])
stack = stacks.describe_stacks(StackName="copy")["Stacks"][0]
# The state machine that CloudFormation of moto 5.2 creates can't run. The script enables executions and creates it again.
machine = next(o["OutputValue"] for o in stack["Outputs"] if o["OutputKey"] == "SfnArn")
described = client("stepfunctions").describe_state_machine(stateMachineArn=machine)
urllib.request.urlopen(urllib.request.Request(
    said["endpoint"] + "/moto-api/config", b'{"stepfunctions": {"execute_state_machine": true}}', {"Content-Type": "application/json"}))
again = client("stepfunctions").create_state_machine(
    name=described["name"], definition=described["definition"], roleArn=described["roleArn"])
assert again["stateMachineArn"] == machine
made = {r["LogicalResourceId"]: r for r in stacks.list_stack_resources(StackName="copy")["StackResourceSummaries"]}
data = {}
for name in ("FinderTemplate", "WorkerTemplate"):
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=made[name]["PhysicalResourceId"])
    text = versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]["UserData"]
    data[name] = base64.b64decode(text).decode()
json.dump({
    "status": stack["StackStatus"],
    "userData": data,
    "outputs": {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]},
    "missing": sorted(set(said["template"]["Resources"]) - set(made)),
}, sys.stdout)
