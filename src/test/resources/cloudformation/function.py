"""Runs an inline function of the template, with a boto3 that answers as it is told and writes down what it is asked.

In: {"code", "environment", "events": [...], "answers": {"call": [answer or {"error": code}, ...]}}; a call without answers gets {}.
Out: {"calls": [[name, arguments], ...], "printed", "raised": [...]}.
"""

import contextlib
import io
import json
import os
import sys
import time
import types

scenario = json.load(sys.stdin)
os.environ.update(scenario["environment"])
calls, raised = [], []


class ClientError(Exception):
    def __init__(self, code):
        super().__init__(f"An error occurred ({code})")
        self.response = {"Error": {"Code": code}}


def answer(name, arguments):
    calls.append([name, arguments])
    answers = scenario["answers"].get(name) or [{}]
    said = answers.pop(0)
    if "error" in said:
        raise ClientError(said["error"])
    return said


class Client:
    def __getattr__(self, name):
        return lambda **arguments: answer(name, arguments)

    def get_paginator(self, name):
        return types.SimpleNamespace(paginate=lambda **arguments: [answer(name, arguments)])

    def get_waiter(self, name):
        return types.SimpleNamespace(wait=lambda **arguments: answer(name, arguments))


def send(event, context, status, data, physical_id=None, no_echo=False, reason=None):
    calls.append(["cfnresponse", {"status": status, "id": physical_id, "reason": reason}])


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)


module("boto3", client=lambda service: Client())
module("botocore")
module("botocore.exceptions", ClientError=ClientError)
module("cfnresponse", SUCCESS="SUCCESS", FAILED="FAILED", send=send)
time.sleep = lambda seconds: calls.append(["sleep", {}])

printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    function = {}
    exec(compile(scenario["code"], "index.py", "exec"), function)
    for event in scenario["events"]:
        try:
            function["handler"](event, None)
        except Exception as e:
            raised.append(str(e))
json.dump({"calls": calls, "printed": printed.getvalue(), "raised": raised}, sys.stdout)
