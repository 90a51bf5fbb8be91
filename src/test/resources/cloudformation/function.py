"""Runs inline functions of the template with a boto3 that returns the given responses and records the requests.

Each line of the input is one run. Each line of the output is the result of a run. Python starts once for all runs, because its start takes
longer than a run.

Input: {"code", "environment", "events": [...], "answers": {"call": [response or {"error": code}, ...]}}. A call without a response gets {}.
Output: {"calls": [[name, arguments], ...], "printed", "raised": [...]}.
"""

import contextlib
import io
import json
import os
import sys
import time
import types


class ClientError(Exception):
    def __init__(self, code):
        super().__init__(f"An error occurred ({code})")
        self.response = {"Error": {"Code": code}}


class Cloud:
    def __init__(self, answers):
        self.answers = answers
        self.calls = []

    def answer(self, name, arguments):
        self.calls.append([name, arguments])
        answers = self.answers.get(name) or [{}]
        said = answers.pop(0)
        if "error" in said:
            raise ClientError(said["error"])
        return said


class Client:
    def __init__(self, cloud):
        self.cloud = cloud

    def __getattr__(self, name):
        return lambda **arguments: self.cloud.answer(name, arguments)

    def get_paginator(self, name):
        return types.SimpleNamespace(paginate=lambda **arguments: [self.cloud.answer(name, arguments)])

    def get_waiter(self, name):
        return types.SimpleNamespace(wait=lambda **arguments: self.cloud.answer(name, arguments))


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)


def run(scenario):
    cloud, raised = Cloud(scenario["answers"]), []

    def send(event, context, status, data, physical_id=None, no_echo=False, reason=None):
        cloud.calls.append(["cfnresponse", {"status": status, "id": physical_id, "reason": reason}])

    module("boto3", client=lambda service: Client(cloud))
    module("botocore")
    module("botocore.exceptions", ClientError=ClientError)
    module("cfnresponse", SUCCESS="SUCCESS", FAILED="FAILED", send=send)
    time.sleep = lambda seconds: cloud.calls.append(["sleep", {}])
    os.environ.clear()
    os.environ.update(surroundings, **scenario["environment"])

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        function = {}
        exec(compile(scenario["code"], "index.py", "exec"), function)
        for event in scenario["events"]:
            try:
                function["handler"](event, None)
            except Exception as e:
                raised.append(str(e))
    return {"calls": cloud.calls, "printed": printed.getvalue(), "raised": raised}


surroundings = dict(os.environ)
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
